import type { Scope } from 'db';
import { hashToken, makeSecretToken } from 'db/sql';
import type pg from 'pg';

/** An account whose every text holds its mark. */
export interface Account {
  id: number;
  mark: string;
}

/** Rows by their table. */
export type Rows = Record<string, Record<string, unknown>[]>;

/** The tables whose rows belong to an account. */
export async function readTables(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select table_name as name
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and column_name = 'user_id' and table_type = 'BASE TABLE' order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Lets the ids of each table begin at a number of its own, `first` or more, so that an id in an answer says whose row it is. */
export async function spreadIds(pool: pg.Pool, first: number): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'id' and is_identity = 'YES' order by 1`,
  );
  for (const [i, { name }] of rows.entries()) {
    await pool.query(`alter table ${name} alter column id restart with ${first * (i + 1)}`);
  }
}

/** Every row of an account in `tables`, and its own. */
export async function readRows(pool: pg.Pool, tables: string[], account: Account): Promise<Rows> {
  const none = Object.fromEntries(['users', ...tables].map((table) => [table, []]));
  return { ...none, ...JSON.parse(await readRowsText(pool, tables, account)) };
}

/** The same as a text, which is the same for as long as they are. */
export async function readRowsText(pool: pg.Pool, tables: string[], { id }: Account): Promise<string> {
  const each = tables.map((name) => `select '${name}' as name, to_jsonb(r) as row from ${name} r where user_id = $1`);
  const { rows } = await pool.query<{ text: string }>({
    // named, and with it planned once for a connection: planning takes many times as long as reading so few rows
    name: `rows of ${tables.length} tables`,
    text: `with r as (select 'users' as name, to_jsonb(u) as row from users u where id = $1 union all ${each.join(' union all ')})
           select jsonb_object_agg(name, rows)::text as text
           from (select name, jsonb_agg(row order by row) as rows from r group by name) t`,
    values: [id],
  });
  return rows[0]?.text ?? '{}';
}

export async function addAccount(pool: pg.Pool, mark: string, shut?: 'disabled_at' | 'deleted_at'): Promise<Account> {
  const { rows } = await pool.query<{ id: number }>(
    `insert into users (name, email, disabled_at, deleted_at)
     values ($1, $1 || gen_random_uuid() || '@example.com',
             case when $2 = 'disabled_at' then now() end, case when $2 = 'deleted_at' then now() end)
     returning id::float8 as id`,
    [mark, shut],
  );
  return { id: rows[0]?.id ?? 0, mark };
}

/** A token of the account. Its use changes no row: it is written down only where it is later than what is there. */
export async function addToken(
  pool: pg.Pool,
  { id, mark }: Account,
  { scopes = ['read', 'write', 'admin'], days = null }: { scopes?: Scope[]; days?: number | null } = {},
): Promise<string> {
  const token = makeSecretToken('api');
  await pool.query(
    `insert into api_tokens (user_id, name, token_hash, scopes, expires_at, last_used_at)
     values ($1, $2 || gen_random_uuid(), $3, $4, now() + $5 * interval '1 day', now() + interval '1 day')`,
    [id, mark, hashToken(token), scopes, days],
  );
  return token;
}

/** What the cookie of a session of the account holds. */
export async function addSession(pool: pg.Pool, { id, mark }: Account, days = 1): Promise<string> {
  const secret = makeSecretToken('session');
  await pool.query(
    `insert into sessions (user_id, token_hash, address, user_agent, expires_at)
     values ($1, $2, '192.0.2.1', $3, now() + $4 * interval '1 day')`,
    [id, hashToken(secret), mark, days],
  );
  return secret;
}

/** The secret of a link to a new password for the account. */
export async function addReset(pool: pg.Pool, { id }: Account): Promise<string> {
  const secret = makeSecretToken('password_reset');
  await pool.query(
    `insert into password_resets (user_id, token_hash, expires_at) values ($1, $2, now() + interval '1 hour')`,
    [id, hashToken(secret)],
  );
  return secret;
}

/** The secret of an invitation by the account. */
export async function addInvitation(pool: pg.Pool, { id }: Account): Promise<string> {
  const secret = makeSecretToken('invitation');
  await pool.query(
    `insert into invitations (user_id, token_hash, expires_at) values ($1, $2, now() + interval '1 hour')`,
    [id, hashToken(secret)],
  );
  return secret;
}

/** The secret of a link that completes a todo of the account. */
export async function addActionLink(pool: pg.Pool, { id, mark }: Account): Promise<string> {
  const secret = makeSecretToken('action');
  await pool.query(
    `with todo as (insert into todos (user_id, description, completed) values ($1, $3, false) returning id)
     insert into action_links (user_id, token_hash, action, todo_id, expires_at)
     select $1, $2, 'done', id, now() + interval '1 hour' from todo`,
    [id, hashToken(secret), mark],
  );
  return secret;
}

/** The secret of a calendar feed of the account, which has a todo in it. */
export async function addFeed(pool: pg.Pool, { id, mark }: Account): Promise<string> {
  const secret = makeSecretToken('feed');
  await pool.query(
    `with todo as (insert into todos (user_id, description, completed, due_date) values ($1, $3, false, now()))
     insert into feeds (user_id, name, secret_hash, shows) values ($1, gen_random_uuid()::text, $2, 'todos')`,
    [id, hashToken(secret), mark],
  );
  return secret;
}

/**
 * Gives an account, which has a todo with a due date and a channel, the rows that no POST makes: sessions, invitations
 * and resets, one of each being over, and what comes of a reminder that is due.
 */
export async function addWhatNoPostMakes(pool: pg.Pool, { id, mark }: Account): Promise<void> {
  await pool.query(
    `with made as (
       select n * interval '1 day' as left, sha256(gen_random_uuid()::text::bytea) as hash from unnest(array[-1, 1]) n
     ), session as (
       insert into sessions (user_id, token_hash, address, user_agent, expires_at)
       select $1, hash, '192.0.2.1', $2::text, now() + made.left from made
     ), invitation as (
       insert into invitations (user_id, token_hash, expires_at) select $1, hash, now() + made.left from made
     ), reset as (
       insert into password_resets (user_id, token_hash, expires_at) select $1, hash, now() + made.left from made
       returning id
     ), message as (
       insert into deliveries (user_id, kind, password_reset_id, recipient, webhook_id, scheduled_for, fired_at, next_at)
       select $1, 'account', id, $2 || '@example.com', 'x', now(), now(), now() from reset
     ), imported as (
       insert into imports (user_id, format, dry_run, failure) select $1, 'csv', true, $2 returning id
     ), staged as (
       insert into import_rows (user_id, import_id, todo, place, uid, data) select $1, id, id, 1, $2, '{}' from imported
     ), answered as (
       insert into idempotency_keys (user_id, key, request_hash, status, body)
       select $1, gen_random_uuid()::text, '', 201, $2
     ), completed as (
       insert into completions (user_id, todo_id, due_date) select $1, max(id), now() from todos where user_id = $1 and deleted_at is null
     ), told as (
       insert into changes (user_id, resource, resource_id, change)
       select $1, 'reminder', id, 'fired' from reminders where user_id = $1
     ), fired as (
       update reminders set state = 'fired', fired_at = now() where user_id = $1::bigint and state = 'pending' returning *
     ), delivery as (
       insert into deliveries
         (user_id, kind, reminder_id, generation, channel_id, webhook_id, scheduled_for, fired_at, next_at, last_error)
       select $1, 'reminder', f.id, f.generation, c.id, 'x', f.fire_at, now(), now(), $2
       from fired f, (select max(id) as id from channels where user_id = $1) c
       returning id
     ), attempt as (
       insert into delivery_attempts (user_id, delivery_id, claim, attempted_at, duration_ms, error, answer)
       select $1, id, 1, now(), 1, $2, $2 from delivery
     )
     insert into action_links (user_id, token_hash, action, channel_id, expires_at)
     select $1, sha256(gen_random_uuid()::text::bytea), 'unsubscribe', max(id), now() from channels where user_id = $1`,
    [id, mark],
  );
}
