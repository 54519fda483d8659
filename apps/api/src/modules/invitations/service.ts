import { hashToken, invitationColumns, makeSecretToken } from 'db/sql';
import type pg from 'pg';
import { queueDelivery } from '../../delivery-writes.ts';
import { Problem } from '../../problem.ts';
import { type Origin, recordEvent } from '../../security-events.ts';
import { inTransaction } from '../../transaction.ts';

const validDays = 7;

const createInvitationText = `
  with i as (
    insert into invitations (user_id, token_hash, email, expires_at)
    select $1::bigint, $2::bytea, $4::text, now() + $3::int * interval '1 day'
    where (select count(*) from invitations where user_id = $1::bigint and expires_at > now()) < 100
    returning *
  ), over as (
    delete from invitations where user_id = $1::bigint and expires_at < now()
  )
  select r.id::float8 as id, row_to_json(r)::text as json
  from (select ${invitationColumns} from i) r`;

/**
 * Invites somebody; answers its JSON with the link in it. With `email`, the link is sent there instead: the worker makes
 * the token as it sends, and nobody else sees it. Throws conflict where a hundred others wait.
 */
export async function createInvitation(
  database: pg.Pool | pg.PoolClient,
  accountId: number,
  { email = null, publicUrl, origin }: { email?: string | null; publicUrl: string; origin: Origin },
): Promise<string> {
  const token = email === null ? makeSecretToken('invitation') : null;
  const link = token && `${publicUrl}/api/v1/accounts/by-invitation/${token}`;
  return inTransaction(database, async (client) => {
    const { rows } = await client.query<{ id: number; json: string }>({
      name: 'create_invitation',
      text: createInvitationText,
      values: [accountId, token && hashToken(token), validDays, email],
    });
    if (!rows[0]) throw new Problem('conflict', 'There are 100 open invitations: take some back.');
    const invitationId = rows[0].id;
    await recordEvent(client, accountId, 'invitation.created', origin, { invitation_id: invitationId });
    if (email !== null)
      await queueDelivery(client, accountId, { kind: 'account', lane: 'email', invitationId, recipient: email });
    // not by PostgreSQL, whose log may show what it is given
    return JSON.stringify({ ...JSON.parse(rows[0].json), link, token });
  });
}

/** Takes an invitation back; answers false where the account has no such one, or it was used. */
export async function revokeInvitation(pool: pg.Pool, accountId: number, id: number, origin: Origin): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query({
      name: 'revoke_invitation',
      text: 'delete from invitations where user_id = $1::bigint and id = $2::bigint',
      values: [accountId, id],
    });
    if (rowCount === 0) return false;
    await recordEvent(client, accountId, 'invitation.revoked', origin, { invitation_id: id });
    return true;
  });
}
