import { hashToken, makeSecretToken, sessionColumns } from 'db/sql';
import type pg from 'pg';
import { type Origin, recordEvent } from '../../security-events.ts';
import { sessionSeconds } from '../../session-cookie.ts';
import { inTransaction } from '../../transaction.ts';

/** The account with an e-mail address that may sign in, and the hash of its password; undefined where there is none. */
export async function findByEmail(
  database: Pick<pg.Pool, 'query'>,
  email: string,
): Promise<{ id: number; password_hash: string | null } | undefined> {
  const { rows } = await database.query<{ id: number; password_hash: string | null }>({
    name: 'account_by_email',
    text: `select id::float8 as id, password_hash from users
           where email = $1::text and disabled_at is null and deleted_at is null`,
    values: [email],
  });
  return rows[0];
}

// The lock orders it against a change of the password: either that comes first, and the hash is another one, or it finds
// this session and ends it. Beyond the newest hundred, sessions end.
const createSessionText = `
  with s as (
    insert into sessions (user_id, token_hash, address, user_agent, expires_at)
    select id, $2::bytea, $3::text, $4::text, now() + $5::int * interval '1 second'
    from users
    where id = $1::bigint and password_hash = $6::text and disabled_at is null and deleted_at is null
    for share
    returning *
  ), over as (
    delete from sessions where user_id = $1::bigint and (expires_at < now() or id in (
      select id from sessions where user_id = $1::bigint order by id desc offset 99
    ))
  )
  select row_to_json(r)::text as json from (select ${sessionColumns}, true as current from s) r`;

/**
 * Signs in: answers the secret for the cookie and the session's JSON, or undefined where the password was changed or hashed
 * anew, or the account disabled, while it was checked. `rehash` takes the place of a hash that was made with older parameters.
 */
export async function createSession(
  pool: pg.Pool,
  account: { id: number; passwordHash: string },
  rehash: string | undefined,
  origin: { address: string; userAgent: string | null },
): Promise<{ secret: string; json: string } | undefined> {
  const secret = makeSecretToken('session');
  const session = await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ json: string }>({
      name: 'create_session',
      text: createSessionText,
      values: [account.id, hashToken(secret), origin.address, origin.userAgent, sessionSeconds, account.passwordHash],
    });
    if (!rows[0]) return undefined;
    await recordEvent(client, account.id, 'session.created', origin);
    return { secret, json: rows[0].json };
  });
  // not while the account is locked: two who share that lock would wait for each other
  if (session && rehash !== undefined) {
    await pool.query({
      name: 'rehash_password',
      text: 'update users set password_hash = $2::text where id = $1::bigint and password_hash = $3::text',
      values: [account.id, rehash, account.passwordHash],
    });
  }
  return session;
}

const refuseText = `
  insert into security_events (user_id, type, address, user_agent)
  select id, 'password.refused', $2::text, $3::text from users where email = $1::text`;

/** Writes down that somebody tried a wrong password. It takes a moment longer for an account, which hashing drowns. */
export async function recordRefusal(
  database: Pick<pg.Pool, 'query'>,
  email: string,
  { address, userAgent }: { address: string; userAgent: string | null },
): Promise<void> {
  await database.query({ name: 'record_refusal', text: refuseText, values: [email, address, userAgent] });
}

/** Ends a session; answers false where the account has no such one. */
export async function endSession(pool: pg.Pool, accountId: number, id: number, origin: Origin): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query({
      name: 'end_session',
      text: 'delete from sessions where user_id = $1::bigint and id = $2::bigint',
      values: [accountId, id],
    });
    if (rowCount === 0) return false;
    await recordEvent(client, accountId, 'session.ended', origin, { session_id: id });
    return true;
  });
}
