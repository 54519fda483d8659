import { apiTokenColumns } from 'db/sql';
import type pg from 'pg';
import type { List } from '../../paging.ts';

const tokenText = `select row_to_json(r)::text as json from (select ${apiTokenColumns} from api_tokens a where a.user_id = $1::bigint and a.id = $2::bigint) r`;

/** The JSON of a token, without what opens anything, or undefined where the account has no such token. */
export async function readToken(
  database: Pick<pg.Pool, 'query'>,
  accountId: number,
  id: number,
): Promise<string | undefined> {
  const { rows } = await database.query<{ json: string }>({ name: 'token', text: tokenText, values: [accountId, id] });
  return rows[0]?.json;
}

export const tokenList: List = {
  name: 'tokens',
  columns: apiTokenColumns,
  from: 'api_tokens a',
  where: 'a.user_id = $2::bigint',
  keys: [{ sql: 'a.id', type: 'bigint' }],

  prepared: true,
};
