import { invitationColumns } from 'db/sql';
import type { List } from '../../paging.ts';

export const invitationList: List = {
  name: 'invitations',
  columns: invitationColumns,
  from: 'invitations i',
  where: 'i.user_id = $2::bigint and i.expires_at > now()',
  keys: [{ sql: 'i.id', type: 'bigint' }],

  prepared: true,
};
