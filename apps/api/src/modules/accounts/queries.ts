import { accountColumns, securityEventColumns } from 'db/sql';
import type pg from 'pg';
import type { List } from '../../paging.ts';
import { accountGone } from '../../problem.ts';

const accountText = `select row_to_json(r)::text as json from (select ${accountColumns} from users u where u.id = $1::bigint) r`;

/** The JSON of an account. */
export async function readAccount(database: Pick<pg.Pool, 'query'>, accountId: number): Promise<string> {
  const { rows } = await database.query<{ json: string }>({ name: 'account', text: accountText, values: [accountId] });
  if (!rows[0]) throw accountGone();
  return rows[0].json;
}

export const securityEventList: List = {
  name: 'security_events',
  columns: securityEventColumns,
  from: 'security_events e',
  where: 'e.user_id = $2::bigint',
  keys: [{ sql: 'e.id', type: 'bigint' }],
  descending: true,
  prepared: true,
};
