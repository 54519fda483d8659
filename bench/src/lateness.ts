// How late reminders arrive at a receiver, with one worker of its own process, on one machine. Run it on an idle one with
// `pnpm bench lateness`, or with `--pending 5000000` to have that many more wait in the future.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createOrm } from 'db';
import pg from 'pg';
import { createPool } from '../../apps/worker/src/create-pool.ts';
import { startBenchPostgres } from './bench-postgres.ts';
import { quantile } from './quantile.ts';
import { createSend } from './worker/create-send.ts';
import { makeJobs } from './worker/make-jobs.ts';
import { type Arrival, startReceiver } from './worker/receiver.ts';

const { values } = parseArgs({ options: { pending: { type: 'string', default: '0' } } });
const pending = Number(values.pending);

const postgres = await startBenchPostgres({ shared_buffers: '1GB', max_wal_size: '8GB' });
const pool = new pg.Pool({ connectionString: postgres.url, max: 4 });
// as the worker looks: it switches off what would read more
const looking = createPool(postgres.url, 1);
const receiver = await startReceiver();
let worker: ChildProcess | undefined;
try {
  const orm = await createOrm({ url: postgres.url, poolSize: 1 });
  await orm.migrator.up();
  await orm.close();
  await addPending();
  worker = await startWorker();
  await addChannels(1);
  const random = await ring('1,000 at random moments over 60 s', 1000, `random() * interval '60 s'`);
  const alone = await ring('5 alone, 12 s apart', 5, `n * interval '12 s'`);
  const together = await ring('10,000 at the same moment', 10_000, `interval '3 s'`);
  await pool.query(`update channels set enabled = false, disabled_reason = 'measured'`);
  await addChannels(10_000);
  const channels = await ring('one at 10,000 channels', 1, `interval '3 s'`, 10_000);
  await sendAlone(10_000);
  const floor = await sendAlone(10_000);
  console.table([random, alone, together, channels, floor]);
  // the first look after so many have fired leaves their entries in the index marked as dead
  await pagesOfPoll();
  console.log(`an idle look for due reminders, ${pending.toLocaleString('en')} waiting: ${await pagesOfPoll()} pages`);
} finally {
  worker?.kill('SIGTERM');
  if (worker) await once(worker, 'exit');
  await receiver.stop();
  await pool.end();
  await looking.end();
  await postgres.stop();
}

/** Reminders that are due next year. Their todos would take most of the time and are not looked at. */
async function addPending(): Promise<void> {
  if (pending === 0) return;
  const client = await pool.connect();
  await client.query('set session_replication_role = replica');
  await client.query(
    `insert into reminders (user_id, todo_id, trigger, fire_at, state)
     select 1, 0, n::text, now() + interval '1 year' + random() * interval '1 year', 'pending' from generate_series(1, $1::int) n`,
    [pending],
  );
  await client.query('set session_replication_role = origin');
  await client.query('vacuum analyze reminders');
  // writing it all to disk is not what is measured
  await client.query('checkpoint');
  client.release();
}

async function addChannels(count: number): Promise<void> {
  await pool.query(
    `insert into channels (user_id, kind, name, url, secret)
     select 1, 'webhook', n::text, $2, 'whsec_' || encode(sha256(n::text::bytea), 'base64') from generate_series(1, $1::int) n`,
    [count, receiver.url],
  );
}

/** Sends as many messages, 50 at once as the worker does, of which nothing is read or written: what this machine can do at most. */
async function sendAlone(count: number) {
  const arriving = receiver.expect(count);
  const send = createSend({ noOp: false });
  const jobs = makeJobs(Array<Date>(count).fill(new Date()), receiver.url).values();
  await Promise.all(
    Array.from({ length: 50 }, async () => {
      for (const { job } of jobs) await send(job);
    }),
  );
  return summary('the same sent without a database', await arriving);
}

/** Lets reminders ring and says how many ms after their moment their messages arrived. */
async function ring(what: string, count: number, moment: string, messages = count) {
  // as autovacuum does within a minute: what is planned for an empty table is slow once it is full
  await pool.query('vacuum analyze');
  const arriving = receiver.expect(messages);
  await pool.query(
    `with todo as (
       insert into todos (user_id, completed, description, due_date)
       select 1, false, 'bench', date_trunc('milliseconds', now() + ${moment}) from generate_series(1, $1::int) n returning id, due_date
     ), reminder as (
       insert into reminders (user_id, todo_id, fire_at, state) select 1, id, due_date, 'pending' from todo
     )
     select pg_notify('reminder_due', '')`,
    [count],
  );
  return summary(what, await arriving);
}

function summary(what: string, arrival: Arrival | undefined) {
  if (!arrival) throw new Error(`${what}: not all of them arrived`);
  const ms = (share: number) => Math.round(quantile(arrival.lateness, share) * 10) / 10;
  return { what, arrived: arrival.lateness.length, 'p50 ms': ms(0.5), 'p99 ms': ms(0.99), 'max ms': ms(1) };
}

async function pagesOfPoll(): Promise<number> {
  const { rows } = await looking.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
    `explain (analyze, buffers, format json)
     select id from reminders where state = 'pending' and fire_at <= now() order by fire_at limit 500`,
  );
  const plan = rows[0]?.['QUERY PLAN'][0].Plan ?? {};
  return (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
}

async function startWorker(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../apps/worker/src/main.ts')], {
    env: { ...process.env, DATABASE_URL: postgres.url, ALLOW_PRIVATE_TARGETS: 'true', LOG_LEVEL: 'warn' },
    stdio: 'inherit',
  });
  await delay(3000);
  return child;
}
