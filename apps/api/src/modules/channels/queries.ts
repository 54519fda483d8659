import { channelColumns } from 'db/sql';
import type pg from 'pg';
import type { List } from '../../paging.ts';
import { Problem } from '../../problem.ts';

const channelText = `select row_to_json(r)::text as json from (select ${channelColumns} from channels c where c.user_id = $1::bigint and c.id = $2::bigint) r`;

/** The JSON of a channel, without its secrets. Throws not_found where the account has no such channel. */
export async function readChannel(
  database: Pick<pg.Pool | pg.PoolClient, 'query'>,
  accountId: number,
  id: number,
): Promise<string> {
  const { rows } = await database.query<{ json: string }>({
    name: 'channel',
    text: channelText,
    values: [accountId, id],
  });
  if (!rows[0]) throw noChannel(id);
  return rows[0].json;
}

export function noChannel(id: number): Problem {
  return new Problem('not_found', `There is no channel ${id}.`);
}

export const channelList: List = {
  name: 'channels',
  columns: channelColumns,
  from: 'channels c',
  where: 'c.user_id = $2::bigint',
  keys: [{ sql: 'c.id', type: 'bigint' }],

  prepared: true,
};
