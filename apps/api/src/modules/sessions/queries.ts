import { sessionColumns } from 'db/sql';
import type { List } from '../../paging.ts';

/** Its second value is the id of the session that asks, or 0. */
export const sessionList: List = {
  name: 'sessions',
  columns: `${sessionColumns}, s.id = $3::bigint as current`,
  from: 'sessions s',
  where: 's.user_id = $2::bigint and s.expires_at > now()',
  keys: [{ sql: 's.id', type: 'bigint' }],
  descending: true,
  prepared: true,
};
