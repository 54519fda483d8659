import { importColumns, importDetailColumns } from 'db/sql';
import type pg from 'pg';
import { type List, readPage } from '../../paging.ts';
import { Problem } from '../../problem.ts';
import type { ImportPageQuery } from './schemas.ts';

const list: List = {
  name: 'imports',
  columns: importColumns,
  from: 'imports i',
  where: 'i.user_id = $2::bigint',
  keys: [{ sql: 'i.id', type: 'bigint' }],
  descending: true,
  prepared: true,
};

/** Answers a page of an account's imports, the newest first, as JSON text. */
export function listImports(
  database: Pick<pg.Pool, 'query'>,
  accountId: number,
  query: ImportPageQuery,
): Promise<string> {
  return readPage(database, list, query, accountId);
}

const detailsText = `
  select row_to_json(r)::text as json
  from (select ${importDetailColumns} from imports i where i.user_id = $1::bigint and i.id = $2::bigint) r`;

/** The JSON of an import with all that is known of its file. Throws not_found. */
export async function readImport(database: Pick<pg.Pool, 'query'>, accountId: number, id: number): Promise<string> {
  const { rows } = await database.query<{ json: string }>({
    name: 'import',
    text: detailsText,
    values: [accountId, id],
  });
  if (!rows[0]) throw new Problem('not_found', `There is no import ${id}: they are kept for a day.`);
  return rows[0].json;
}
