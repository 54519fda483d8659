import type pg from 'pg';
import { inTransaction } from '../../transaction.ts';

/** How many rows one statement deletes: few enough that firing and delivering for others do not wait. */
const chunk = 5000;

/**
 * Deletes an account with every row of it. First, in one transaction, nobody gets in any more, nothing rings any more,
 * and the address is free; then the rows go in chunks, the account last. What an interruption leaves over is deleted by
 * `eraseLeftOvers` or by another call.
 */
export async function eraseAccount(
  pool: pg.Pool,
  accountId: number,
  { afterShut, signal }: { afterShut?: () => void; signal?: AbortSignal } = {},
): Promise<void> {
  await inTransaction(pool, async (client) => {
    for (const [name, text] of Object.entries(shut)) {
      await client.query({ name: `erase_${name}`, text, values: [accountId] });
    }
  });
  afterShut?.();
  for (const [name, text] of Object.entries(chunks)) {
    let deleted = chunk;
    while (deleted === chunk) {
      if (signal?.aborted) return;
      const { rowCount } = await pool.query({ name: `erase_${name}`, text, values: [accountId, chunk] });
      deleted = rowCount ?? 0;
    }
  }
  // what is left is little, and goes with it
  await pool.query({ name: 'erase_user', text: 'delete from users where id = $1::bigint', values: [accountId] });
}

/** Goes on with accounts whose erasure was interrupted, until `signal` is aborted. One that fails is told to `onError`. */
export async function eraseLeftOvers(
  pool: pg.Pool,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  const { rows } = await pool.query<{ id: number }>(
    'select id::float8 as id from users where deleted_at is not null order by id',
  );
  for (const { id } of rows) await eraseAccount(pool, id, { signal }).catch(onError);
}

const shut = {
  mark: `update users set email = null, password_hash = null, name = null, deleted_at = coalesce(deleted_at, now())
         where id = $1::bigint`,
  sessions: 'delete from sessions where user_id = $1::bigint',
  tokens: 'delete from api_tokens where user_id = $1::bigint',
  feeds: 'delete from feeds where user_id = $1::bigint',
  invitations: 'delete from invitations where user_id = $1::bigint',
  resets: 'delete from password_resets where user_id = $1::bigint',
  channels: `update channels set enabled = false, disabled_reason = 'the account is being deleted'
             where user_id = $1::bigint and enabled`,
};

// Deliveries first: one that is queued must not lose its reminder. Of todos the parts, which are younger: with the whole all of
// them would go at once.
const chunks = {
  deliveries: `
    with doomed as (
      select id from deliveries where user_id = $1::bigint order by id limit $2::int for update
    )
    delete from deliveries d using doomed where d.id = doomed.id`,
  todos: `
    with doomed as (
      select id from todos
      where id = any (array(select id from todos where user_id = $1::bigint order by id desc limit $2::int))
      order by id for update
    )
    delete from todos t using doomed where t.id = doomed.id`,
  import_rows: `
    delete from import_rows where ctid = any (array(
      select ctid from import_rows where user_id = $1::bigint limit $2::int for update
    ))`,
  changes: `
    with doomed as (
      select xact, id from changes where user_id = $1::bigint order by xact, id limit $2::int
    )
    delete from changes c using doomed where c.xact = doomed.xact and c.id = doomed.id`,
};
