import { hashToken, judgeSecretToken, makeSecretToken } from 'db/sql';
import type pg from 'pg';
import { wakeWorkerNow } from '../../delivery-writes.ts';
import { Problem } from '../../problem.ts';
import { currentRequestId } from '../../request-id.ts';
import { type Origin, recordEvent } from '../../security-events.ts';
import { inTransaction } from '../../transaction.ts';

/** How long a link can be used. */
const validHours = 1;

// One statement for known and unknown addresses alike. While a message waits there is no second one; those whose time is
// up go, and take their message along.
const requestResetText = `
  with account as (
    select id, email from users where email = $1::text and disabled_at is null and deleted_at is null
  ), over as (
    delete from password_resets where user_id = (select id from account) and expires_at < now()
  ), waiting as (
    select from deliveries d join password_resets r on r.user_id = d.user_id and r.id = d.password_reset_id
    where d.user_id = (select id from account) and d.password_reset_id is not null and d.state = 'queued'
      and r.expires_at > now()
  ), reset as (
    insert into password_resets (user_id, expires_at)
    select id, now() + $2::int * interval '1 hour' from account where not exists (select from waiting)
    returning id, user_id
  ), message as (
    insert into deliveries
      (user_id, kind, lane, password_reset_id, recipient, request_id, webhook_id, scheduled_for, fired_at, next_at)
    select r.user_id, 'account', 'email', r.id, a.email, $5::text, gen_random_uuid()::text, now(), now(), now()
    from reset r join account a on a.id = r.user_id
    returning id
  )
  insert into security_events (user_id, type, address, user_agent)
  select id, 'password.reset_requested', $3::text, $4::text from account
  returning (select ${wakeWorkerNow} from message)`;

/** Queues a message with a link to whoever has this e-mail address, if anybody has: the worker makes the token as it sends. */
export async function requestReset(
  database: Pick<pg.Pool, 'query'>,
  email: string,
  { address, userAgent }: { address: string; userAgent: string | null },
): Promise<void> {
  await database.query({
    name: 'request_reset',
    text: requestResetText,
    values: [email, validHours, address, userAgent, currentRequestId()],
  });
}

/** A link to a new password, for the operator to pass on. */
export async function createResetLink(pool: pg.Pool, accountId: number, publicUrl: string): Promise<string> {
  const token = makeSecretToken('password_reset');
  await inTransaction(pool, async (client) => {
    await client.query({
      name: 'create_reset',
      text: `insert into password_resets (user_id, token_hash, expires_at)
             values ($1::bigint, $2::bytea, now() + $3::int * interval '1 hour')`,
      values: [accountId, hashToken(token), validHours],
    });
    await recordEvent(client, accountId, 'password.reset_requested', null);
  });
  return `${publicUrl}/api/v1/password-resets/${token}`;
}

const usable = `
  select u.email from password_resets r join users u on u.id = r.user_id
  where r.token_hash = $1::bytea and r.expires_at > now() and u.disabled_at is null and u.deleted_at is null`;

/** The e-mail address of the account that the link is for. Throws not_found where it is not known, was used, or is over. */
export async function demandReset(database: Pick<pg.Pool, 'query'>, token: string): Promise<string> {
  if (judgeSecretToken('password_reset', token) !== 'well-formed') throw noSuchReset();
  const { rows } = await database.query<{ email: string }>({
    name: 'usable_reset',
    text: usable,
    values: [hashToken(token)],
  });
  if (!rows[0]) throw noSuchReset();
  return rows[0].email;
}

const lockAccount = `
  select from users where id = (select user_id from password_resets where token_hash = $1::bytea) for update`;

/** Sets the password and uses up the link, all other links and all sessions of the account. Throws not_found like `demandReset`. */
export async function useReset(pool: pg.Pool, token: string, passwordHash: string, origin: Origin): Promise<void> {
  await inTransaction(pool, async (client) => {
    // the account first, as everything does that changes it and what hangs on it
    await client.query({ name: 'lock_account_of_reset', text: lockAccount, values: [hashToken(token)] });
    const { rows } = await client.query<{ account_id: number }>({
      name: 'use_reset',
      text: `delete from password_resets where token_hash = $1::bytea and expires_at > now()
             returning user_id::float8 as account_id`,
      values: [hashToken(token)],
    });
    if (!rows[0]) throw noSuchReset();
    const { account_id } = rows[0];
    const { rowCount } = await client.query({
      name: 'reset_password',
      text: `update users set password_hash = $2::text
             where id = $1::bigint and disabled_at is null and deleted_at is null`,
      values: [account_id, passwordHash],
    });
    if (rowCount === 0) throw noSuchReset();
    await client.query({
      name: 'end_resets',
      text: 'delete from password_resets where user_id = $1::bigint',
      values: [account_id],
    });
    await client.query({
      name: 'end_sessions',
      text: 'delete from sessions where user_id = $1::bigint',
      values: [account_id],
    });
    await recordEvent(client, account_id, 'password.reset', origin);
  });
}

function noSuchReset(): Problem {
  return new Problem('not_found', 'The link is not known, was used, or is over. Ask for another one.');
}
