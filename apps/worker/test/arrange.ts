import type pg from 'pg';

export const testSecret = `whsec_${Buffer.alloc(32, 'duebell').toString('base64')}`;

/** Adds a webhook channel, of the owner by default; answers its id. */
export async function addChannel(pool: pg.Pool, url: string, account = 1): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    `insert into channels (user_id, kind, name, url, secret) values ($3, 'webhook', 'test', $1, $2) returning id::int`,
    [url, testSecret, account],
  );
  return rows[0]?.id ?? 0;
}

/** Writes `count` todos, of the owner by default, whose reminders are due `inMs` from now; answers the reminders' ids. */
export async function addReminders(
  pool: pg.Pool,
  count: number,
  inMs = 0,
  description = 'todo',
  account = 1,
): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `with todo as (
       insert into todos (user_id, completed, description, due_date)
       select $4::bigint, false, $3::text, date_trunc('milliseconds', now()) + $2 * interval '1 millisecond'
       from generate_series(1, $1) n returning id, due_date
     )
     insert into reminders (user_id, todo_id, fire_at, state) select $4::bigint, id, due_date, 'pending' from todo returning id::int`,
    [count, inMs, description, account],
  );
  return rows.map(({ id }) => id);
}

/** The delivery log, oldest first. */
export async function readLog(pool: pg.Pool) {
  const { rows } = await pool.query<{
    id: number;
    state: string;
    attempts: number;
    claim: number;
    last_error: string | null;
    worker: string | null;
    webhook_id: string;
    held_for: string | null;
    wait: number;
  }>(
    `select id::int, state, attempts, claim, last_error, worker, webhook_id, held_for,
            extract(epoch from next_at - now())::float8 * 1000 as wait
     from deliveries order by id`,
  );
  return rows;
}
