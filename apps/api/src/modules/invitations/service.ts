import { hashToken, invitationColumns, makeSecretToken } from 'db';
import type pg from 'pg';
import { Problem } from '../../problem.ts';
import { type Origin, recordEvent } from '../../security-events.ts';
import { inTransaction } from '../../transaction.ts';

const validDays = 7;

const createInvitationText = `
  with i as (
    insert into invitations (user_id, token_hash, expires_at)
    select $1::bigint, $2::bytea, now() + $3::int * interval '1 day'
    where (select count(*) from invitations where user_id = $1::bigint and expires_at > now()) < 100
    returning *
  ), over as (
    delete from invitations where user_id = $1::bigint and expires_at < now()
  )
  select r.id::float8 as id, row_to_json(r)::text as json
  from (select ${invitationColumns} from i) r`;

/** Invites somebody: answers its JSON with the link in it. Throws conflict where a hundred others wait. */
export async function createInvitation(
  database: pg.Pool | pg.PoolClient,
  accountId: number,
  publicUrl: string,
  origin: Origin,
): Promise<string> {
  const token = makeSecretToken('invitation');
  const link = `${publicUrl}/api/v1/accounts/by-invitation/${token}`;
  return inTransaction(database, async (client) => {
    const { rows } = await client.query<{ id: number; json: string }>({
      name: 'create_invitation',
      text: createInvitationText,
      values: [accountId, hashToken(token), validDays],
    });
    if (!rows[0]) throw new Problem('conflict', 'There are 100 open invitations: take some back.');
    await recordEvent(client, accountId, 'invitation.created', origin, { invitation_id: rows[0].id });
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
