import { accountColumns, hashToken, judgeSecretToken } from 'db/sql';
import type pg from 'pg';
import { Problem } from '../../problem.ts';
import { type Origin, recordEvent } from '../../security-events.ts';
import { inTransaction } from '../../transaction.ts';

export interface AccountToCreate {
  email: string;
  /** null for one whose person has yet to choose a password */
  passwordHash: string | null;
  name?: string | undefined;
  timeZone?: string | undefined;
}

/** Whether an invitation can still be used; what comes later may be too late all the same. */
export async function isInvited(database: Pick<pg.Pool, 'query'>, token: string): Promise<boolean> {
  if (judgeSecretToken('invitation', token) !== 'well-formed') return false;
  const { rowCount } = await database.query({
    name: 'is_invited',
    text: 'select from invitations where token_hash = $1::bytea and expires_at > now()',
    values: [hashToken(token)],
  });
  return rowCount === 1;
}

/**
 * Makes an account, and uses up the invitation where one is given. Throws signup_closed where that was used meanwhile,
 * conflict where the address has an account; then nothing has changed.
 */
export async function createAccount(
  pool: pg.Pool,
  { email, passwordHash, name, timeZone }: AccountToCreate,
  { invitation, origin }: { invitation?: string | undefined; origin: Origin },
): Promise<{ id: number; json: string }> {
  return inTransaction(pool, async (client) => {
    const invited = invitation === undefined ? undefined : await useInvitation(client, invitation);
    const { rows } = await client.query<{ id: number; json: string }>({
      name: 'create_account',
      text: createAccountText,
      values: [email.toLowerCase(), passwordHash, name ?? null, timeZone ?? 'UTC'],
    });
    const account = rows[0];
    if (!account) throw new Problem('conflict', 'There is an account with this e-mail address.');
    await recordEvent(client, account.id, 'account.created', origin);
    if (invited) await recordEvent(client, invited.by, 'invitation.accepted', null, { account_id: account.id });
    return account;
  });
}

// `do nothing` instead of an error: PostgreSQL writes statements that fail into its log, their values among them
const createAccountText = `
  with u as (
    insert into users (email, password_hash, name, time_zone) values ($1::text, $2::text, $3::text, $4::text)
    on conflict (email) do nothing
    returning *
  )
  select r.id::float8 as id, row_to_json(r)::text as json from (select ${accountColumns} from u) r`;

async function useInvitation(client: pg.PoolClient, token: string): Promise<{ by: number }> {
  const { rows } = await client.query<{ by: number }>({
    name: 'use_invitation',
    text: `delete from invitations where token_hash = $1::bytea and expires_at > now() returning user_id::float8 as by`,
    values: [hashToken(token)],
  });
  if (!rows[0]) throw notInvited();
  return rows[0];
}

export function notInvited(): Problem {
  return new Problem('signup_closed', 'The invitation is not known, was used, or is over. Ask for another one.');
}
