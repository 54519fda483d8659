import { listColumns } from 'db/sql';
import type pg from 'pg';
import type { List } from '../../paging.ts';
import { readRules } from '../../reminder-rules.ts';
import type { NewList } from './schemas.ts';

type Database = Pick<pg.Pool, 'query'>;

const listText = `select r.version, row_to_json(r)::text as json from (select ${listColumns} from lists l where l.user_id = $1::bigint and l.id = $2::bigint) r`;

/** The version and the JSON of a list, or undefined where the account has no such list. */
export async function readList(
  database: Database,
  accountId: number,
  id: number,
): Promise<{ version: number; json: string } | undefined> {
  const { rows } = await database.query<{ version: number; json: string }>({
    name: 'list',
    text: listText,
    values: [accountId, id],
  });
  return rows[0];
}

const createText = `
  with l as (insert into lists (user_id, name, default_reminders) values ($1::bigint, $2::text, $3::jsonb) returning *)
  select r.id::float8 as id, r.version, row_to_json(r)::text as json from (select ${listColumns} from l) r`;

/** Makes a list, the last in order. */
export async function createList(
  database: Database,
  accountId: number,
  { name, default_reminders = null }: NewList,
): Promise<{ id: number; version: number; json: string }> {
  const { rows } = await database.query<{ id: number; version: number; json: string }>({
    name: 'create_list',
    text: createText,
    values: [accountId, name, default_reminders && JSON.stringify(readRules(default_reminders))],
  });
  if (!rows[0]) throw new Error('create_list answered no row');
  return rows[0];
}

const all: List = {
  name: 'lists',
  columns: listColumns,
  from: 'lists l',
  where: 'l.user_id = $2::bigint',
  keys: [{ sql: 'l.position', type: 'text' }],
  prepared: true,
};

/** The lists of an account in their order: all, or those that are archived, or those that are not. */
export const lists = {
  all,
  byArchived: {
    ...all,
    name: 'lists_by_archived',
    where: `${all.where} and (l.archived_at is not null) = $3::boolean`,
  },
};
