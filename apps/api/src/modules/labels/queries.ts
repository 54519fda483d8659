import { labelColumns } from 'db/sql';
import type pg from 'pg';
import type { List } from '../../paging.ts';
import type { NewLabel } from './schemas.ts';

type Database = Pick<pg.Pool, 'query'>;

const labelText = `select r.version, row_to_json(r)::text as json from (select ${labelColumns} from labels b where b.user_id = $1::bigint and b.id = $2::bigint) r`;

/** The version and the JSON of a label, or undefined where the account has no such label. */
export async function readLabel(
  database: Database,
  accountId: number,
  id: number,
): Promise<{ version: number; json: string } | undefined> {
  const { rows } = await database.query<{ version: number; json: string }>({
    name: 'label',
    text: labelText,
    values: [accountId, id],
  });
  return rows[0];
}

const createText = `
  with b as (
    insert into labels (user_id, name) values ($1::bigint, $2::text)
    on conflict (user_id, lower(name)) do nothing
    returning *
  )
  select r.id::float8 as id, r.version, row_to_json(r)::text as json from (select ${labelColumns} from b) r`;

/** Makes a label; undefined where the account has one of that name. */
export async function createLabel(
  database: Database,
  accountId: number,
  { name }: NewLabel,
): Promise<{ id: number; version: number; json: string } | undefined> {
  const { rows } = await database.query<{ id: number; version: number; json: string }>({
    name: 'create_label',
    text: createText,
    values: [accountId, name],
  });
  return rows[0];
}

export const labelList: List = {
  name: 'labels',
  columns: labelColumns,
  from: 'labels b',
  where: 'b.user_id = $2::bigint',
  keys: [{ sql: 'b.id', type: 'bigint' }],
  prepared: true,
};
