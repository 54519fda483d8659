import { randomBytes } from 'node:crypto';
import { hashToken, makeSecretToken, OWNER_ID } from 'db/sql';
import { TEST_OWNER_TOKEN, type TestDatabase } from 'db/testing';
import { cheapHash, password } from '../person.ts';

/** What requests can be made of so that they get past the doors. */
export interface Inhabited {
  /** headers that open the api, each for somebody */
  keys: [name: string, value: string][];
  /** addresses of accounts with `password`, and one of nobody */
  emails: string[];
  /** tokens for paths: of invitations and of links to a new password */
  tokens: string[];
  /** what nobody may be shown */
  secrets: string[];
}

/** Fills the database with accounts, sessions and links, and keeps from being deleted what the requests come with. */
export async function inhabit({ pool }: TestDatabase): Promise<Inhabited> {
  const emails = ['first@example.com', 'second@example.com'];
  // deletes itself where a request has the right password, so it has another one
  await pool.query(insertUser, ['kept@example.com', cheapHash(randomBytes(8).toString('hex'))]);
  for (const email of emails) await pool.query(insertUser, [email, cheapHash(password)]);
  const sessions = [makeSecretToken('session'), makeSecretToken('session')];
  for (const [i, session] of sessions.entries()) await pool.query(insertSession, [i + OWNER_ID, hashToken(session)]);
  const invitations = Array.from({ length: 30 }, () => makeSecretToken('invitation'));
  const resets = Array.from({ length: 30 }, () => makeSecretToken('password_reset'));
  await pool.query(insertInvitations, [OWNER_ID, invitations.map(hashToken)]);
  await pool.query(insertResets, [resets.map(hashToken)]);
  await pool.query(insertTodos, [OWNER_ID]);
  await pool.query(keepKeys);
  return {
    keys: [
      ['authorization', `Bearer ${TEST_OWNER_TOKEN}`],
      ...sessions.map((session): [string, string] => ['cookie', `duebell=${session}`]),
    ],
    emails: [...emails, 'nobody@example.com'],
    tokens: [...invitations, ...resets],
    secrets: [TEST_OWNER_TOKEN, ...sessions, ...invitations, ...resets],
  };
}

const insertUser = 'insert into users (email, password_hash) values ($1::text, $2::text)';

const insertSession = `
  insert into sessions (user_id, token_hash, address, expires_at)
  values ($1::bigint, $2::bytea, 'kept', now() + interval '1 day')`;

const insertInvitations = `
  insert into invitations (user_id, token_hash, expires_at)
  select $1::bigint, hash, now() + interval '1 day' from unnest($2::bytea[]) hash`;

// each for an account of its own: the first that is used ends the others of its account
const insertResets = `
  with account as (
    insert into users (email)
    select 'reset' || number || '@example.com' from generate_subscripts($1::bytea[], 1) number
    returning id, email
  )
  insert into password_resets (user_id, token_hash, expires_at)
  select id, ($1::bytea[])[substring(email from '\\d+')::int], now() + interval '1 day' from account`;

const insertTodos = `
  insert into todos (user_id, description, completed)
  select $1::bigint, 'todo ' || number, false from generate_series(1, 50) number`;

// without them, the first request that deletes one would hide every route behind 401
const keepKeys = `
  create function keep() returns trigger language plpgsql as 'begin return null; end';
  create trigger keep before delete on api_tokens for each row
    when (old.name = 'OWNER_TOKEN') execute function keep();
  create trigger keep before delete on sessions for each row when (old.address = 'kept') execute function keep()`;
