import { sessionColumns } from 'db';
import { defineList } from '../../paging.ts';

/** Its second value is the id of the session that asks, or 0. */
export const sessionList = defineList({
  name: 'sessions',
  columns: `${sessionColumns}, s.id = $4::bigint as current`,
  from: 'sessions s where s.user_id = $3::bigint and s.expires_at > now()',
  key: 's.id',
  newestFirst: true,
});
