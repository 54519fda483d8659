import { invitationColumns } from 'db';
import { defineList } from '../../paging.ts';

export const invitationList = defineList({
  name: 'invitations',
  columns: invitationColumns,
  from: 'invitations i where i.user_id = $3::bigint and i.expires_at > now()',
  key: 'i.id',
});
