import { createOrm } from 'db';
import pg from 'pg';
import type { Contender } from './contender.ts';
import { benchDescription, benchSecret } from './make-jobs.ts';

// All accounts have one channel each, so a reminder is one message; row n belongs to account n modulo how many there are.
const accountsText = `
  with account as (insert into users select from generate_series(2, $1::int) returning id)
  insert into channels (user_id, kind, name, url, secret)
  select id, 'webhook', 'bench', $2::text, $3::text from (select 1 as id union all select id from account) a`;

const scheduleText = `
  with asked as materialized (
    select ($2::timestamptz[])[n] as moment, (n - 1) % $1::int as nth from generate_series(1, cardinality($2::timestamptz[])) n
  ), account as materialized (
    select id, row_number() over (order by id) - 1 as nth from users
  ), todo as (
    insert into todos (user_id, completed, description, due_date)
    select account.id, false, $3::text, moment from asked join account using (nth)
    returning id, user_id, due_date
  ), reminder as (
    insert into reminders (user_id, todo_id, fire_at, state) select user_id, id, due_date, 'pending' from todo
  )
  select pg_notify('reminder_due', '')`;

/** Our own worker, ringing as many receivers (channels, of an account each). */
export function duebell(receivers: number): Contender {
  return {
    name: receivers === 1 ? 'Duebell' : `Duebell, ${receivers} receivers`,
    setup: 'as it is: at most 400 sends at once, 50 to one receiver, 5 connections',
    worker: 'duebell-process.ts',
    async migrate(url) {
      const orm = await createOrm({ url, poolSize: 1 });
      await orm.migrator.up();
      await orm.close();
    },
    async schedule(url, moments, target) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(accountsText, [receivers, target, benchSecret]);
      await client.query(scheduleText, [receivers, moments, benchDescription]);
      await client.end();
    },
    async isSettled(pool) {
      const { rows } = await pool.query<{ settled: boolean }>(
        `select not exists (select from reminders where state = 'pending')
            and not exists (select from deliveries where state = 'queued') as settled`,
      );
      return rows[0]?.settled === true;
    },
  };
}
