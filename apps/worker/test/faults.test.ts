import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { until } from 'db/testing';
import pg from 'pg';
import { expect, test } from 'vitest';
import { retryTable } from '../src/delivery/retry-schedule.ts';
import { fireDue } from '../src/firing/fire-due.ts';
import type { WorkerOptions } from '../src/worker.ts';
import { addChannel, addReminders, readLog } from './arrange.ts';
import type { startReceiver } from './receiver.ts';
import { useStage } from './stage.ts';

const stage = useStage();

function workInProcess(options: Partial<WorkerOptions>): ChildProcess {
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, 'worker-process.ts'),
      JSON.stringify({ databaseUrl: stage().database.appUrl, allowPrivateTargets: true, ...options }),
    ],
    { stdio: 'inherit' },
  );
  stage().onEnd(() => kill(child));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

const logged = (what: string, matches: (log: Awaited<ReturnType<typeof readLog>>) => boolean) =>
  until(what, async () => {
    const log = await readLog(stage().database.pool);
    return matches(log) && log;
  });

test('SIGKILL between send and settle: repeated with the same id, after the lease', async () => {
  let dead = false;
  const inbox = await stage().receiver((response) => {
    // the first worker never gets an answer
    if (dead) response.end();
  });
  await addChannel(stage().database.pool, inbox.url);
  await addReminders(stage().database.pool, 50);
  const leaseMs = 1500;
  const victim = workInProcess({ leaseMs, sendTimeoutMs: 60_000 });
  await inbox.receive(50);
  const claimedAt = Date.now();
  await kill(victim);
  dead = true;
  await stage().work({ leaseMs });
  const log = await logged('50 deliveries', (rows) => rows.every(({ state }) => state === 'delivered'));

  expect(log).toHaveLength(50);
  // the takeover counts the attempt that the dead worker made
  for (const delivery of log) expect(delivery).toMatchObject({ attempts: 2, claim: 2 });
  const [first, second] = [inbox.received.slice(0, 50), inbox.received.slice(50)];
  const ids = (messages: typeof first) => messages.map(({ id }) => id).sort();
  expect(ids(second)).toEqual(ids(first));
  expect(new Set(ids(first)).size).toBe(50);
  for (const { at } of second) expect(at - claimedAt).toBeLessThan(leaseMs + 5000);
});

test('a worker that comes back after its lease was taken over changes nothing', async () => {
  const answers: (() => void)[] = [];
  const inbox = await stage().receiver((response) => {
    answers.push(() => response.end());
  });
  await addChannel(stage().database.pool, inbox.url);
  await addReminders(stage().database.pool, 1);
  await stage().work({ leaseMs: 300, sendTimeoutMs: 60_000 });
  await inbox.receive(1);
  await stage().work({ leaseMs: 60_000, sendTimeoutMs: 60_000, maxSleepMs: 50 });
  await inbox.receive(2);
  // whichever of the two answers comes first: only the holder of the newest claim settles
  answers[0]?.();
  const [held] = await logged('the newest claim', ([delivery]) => (delivery?.claim ?? 0) >= 2);
  expect(held).toMatchObject({ state: 'queued' });
  for (const answer of answers) answer();
  const [done] = await logged('delivered', ([delivery]) => delivery?.state === 'delivered');
  expect(done?.attempts).toBe(done?.claim);
});

test('what workers die of waits like after failed attempts, and is failed in the end', async () => {
  const { database, receiver, work } = stage();
  const inbox = await receiver();
  await addChannel(database.pool, inbox.url);
  await addReminders(database.pool, 3);
  await fireDue(database.pool, 10);
  // as they are left by the second, the third and the fifth worker that died with them
  await database.pool.query(
    `update deliveries set worker = 'dead', claim = 9, attempts = (array[1, 2, 4])[id - (select min(id) from deliveries) + 1]`,
  );
  await work({ retryTable: [20, 3_600_000] });
  const log = await logged('all of them', (rows) => rows.every(({ state }) => state !== 'queued'));
  const died = expect.stringContaining('ended while it was being sent');
  expect(log).toMatchObject([
    { state: 'delivered', attempts: 3, last_error: null },
    { state: 'delivered', attempts: 4, last_error: died },
    { state: 'failed', attempts: 5, last_error: died, worker: null },
  ]);
  expect(inbox.received.map(({ id }) => id)).toEqual(log.slice(0, 2).map(({ webhook_id }) => webhook_id));
});

test('what a worker that was killed was sending goes on at once, however often it had failed before', async () => {
  const { database, receiver, work } = stage();
  const inbox = await receiver();
  await addChannel(database.pool, inbox.url);
  await addReminders(database.pool, 2);
  await fireDue(database.pool, 10);
  await database.pool.query(`update deliveries set worker = 'dead', claim = 5, attempts = 4`);
  await database.pool.query(
    `insert into delivery_attempts (user_id, delivery_id, claim, attempted_at, duration_ms)
     select user_id, id, n, now(), 1 from deliveries, generate_series(1, 4) n`,
  );
  // what failed before it was asked for again says nothing of how often it was taken over since
  await database.pool.query(
    `update deliveries set redelivered_at = now() + interval '1 second' where id = (select max(id) from deliveries)`,
  );
  await work({ retryTable: [3_600_000, 3_600_000, 3_600_000, 3_600_000, 3_600_000] });
  const log = await logged('both', (rows) => rows.every(({ worker }) => worker === null));
  expect(log).toMatchObject([
    { state: 'delivered', attempts: 6, last_error: null },
    { state: 'queued', attempts: 5, last_error: expect.stringContaining('ended while it was being sent') },
  ]);
});

test.each<[string, Parameters<typeof startReceiver>[0], string]>([
  ['answers 500', (response) => response.writeHead(500).end('x'.repeat(5000)), 'HTTP 500'],
  ['answers 404', (response) => response.writeHead(404).end(), 'HTTP 404'],
  [
    'redirects',
    (response) => response.writeHead(302, { location: '/elsewhere' }).end(),
    'HTTP 302: redirects are not followed',
  ],
  ['hangs', () => {}, 'no answer within 0.2 s'],
  ['never ends its headers', (response) => response.socket?.write('HTTP/1.1 200 OK\r\n'), 'no answer within 0.2 s'],
  ['resets', (_response, _message, request) => request.socket.resetAndDestroy(), 'other side closed|ECONNRESET'],
])('a receiver that %s is tried again by the retry table, and then no more', async (_, answer, error) => {
  const inbox = await stage().receiver(answer);
  await addChannel(stage().database.pool, inbox.url);
  await addReminders(stage().database.pool, 1);
  await stage().work({ sendTimeoutMs: 200, retryTable: [20, 20, 20] });
  const [delivery] = await logged('failed for good', ([row]) => row?.state === 'failed');
  expect(delivery).toMatchObject({ attempts: 4, last_error: expect.stringMatching(error) });
  expect(inbox.received).toHaveLength(4);
  expect(new Set(inbox.received.map(({ id, path }) => `${id}${path}`)).size).toBe(1);
});

test('nobody listens: the log says so, and it arrives once somebody does', async () => {
  const first = await stage().receiver();
  const url = first.url;
  await first.close();
  await addChannel(stage().database.pool, url);
  await addReminders(stage().database.pool, 1);
  await stage().work({ retryTable: [20, 100_000] });
  const [delivery] = await logged('two attempts', ([row]) => row?.attempts === 2);
  expect(delivery).toMatchObject({ state: 'queued', last_error: expect.stringContaining('ECONNREFUSED') });
  expect(delivery?.wait).toBeGreaterThan(80_000);
});

test('the first retry comes after 5 s, give or take a tenth', async () => {
  const inbox = await stage().receiver((response) => response.writeHead(500).end());
  await addChannel(stage().database.pool, inbox.url);
  await addReminders(stage().database.pool, 20);
  await stage().work();
  const log = await logged('20 failed attempts', (rows) => rows.filter(({ attempts }) => attempts === 1).length === 20);
  for (const { wait } of log) {
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThan(5500);
  }
  expect(new Set(log.map(({ wait }) => Math.round(wait))).size).toBeGreaterThan(5);
});

test('a receiver that fails and recovers gets the reminder, and the log keeps what went wrong', async () => {
  let failures = 2;
  const inbox = await stage().receiver((response) => response.writeHead(failures-- > 0 ? 503 : 200).end());
  await addChannel(stage().database.pool, inbox.url);
  await addReminders(stage().database.pool, 1);
  await stage().work({ retryTable: [10, 10, 10] });
  const [delivery] = await logged('delivered', ([row]) => row?.state === 'delivered');
  expect(delivery).toMatchObject({ attempts: 3, last_error: 'HTTP 503' });
});

test('410 disables the channel at once; what else is queued for it is cancelled, and nothing rings it again', async () => {
  const inbox = await stage().receiver((response) => response.writeHead(410).end());
  const channel = await addChannel(stage().database.pool, inbox.url);
  await addReminders(stage().database.pool, 5);
  const worker = await stage().work({ maxInFlight: 1 });
  const log = await logged(
    'nothing is queued',
    (rows) => rows.length === 5 && rows.every(({ state }) => state !== 'queued'),
  );
  expect(log.map(({ state }) => state).sort()).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled', 'failed']);
  expect(inbox.received).toHaveLength(1);
  const { rows } = await stage().database.pool.query('select enabled, disabled_reason from channels where id = $1', [
    channel,
  ]);
  expect(rows).toEqual([{ enabled: false, disabled_reason: 'the receiver answered 410 Gone' }]);

  await addReminders(stage().database.pool, 1);
  await stage().database.pool.query('notify reminder_due');
  await until('it fired', async () => {
    const { rows } = await stage().database.pool.query(`select from reminders where state = 'pending'`);
    return rows.length === 0;
  });
  expect(await readLog(stage().database.pool)).toHaveLength(5);
  expect(worker.isHealthy()).toBe(true);
});

test.each([429, 502, 503, 504])(
  '%i with Retry-After is left alone for as long as it asks, a day at most',
  async (status) => {
    const waits = ['7200', new Date(Date.now() + 3 * 3_600_000).toUTCString(), '999999999'];
    const inbox = await stage().receiver((response, { path }) =>
      response.writeHead(status, { 'retry-after': waits[Number(path.slice(1))] ?? '' }).end(),
    );
    for (const index of waits.keys()) await addChannel(stage().database.pool, `${inbox.url}${index}`);
    await addReminders(stage().database.pool, 1);
    await stage().work();
    const log = await logged(
      'three attempts',
      (rows) => rows.length === 3 && rows.every(({ attempts }) => attempts === 1),
    );
    const hours = log.map(({ wait }) => wait / 3_600_000);
    for (const [index, asked] of [2, 3, 24].entries()) expect(hours[index]).toBeCloseTo(asked, 1);
  },
);

test('private targets are refused unless they are allowed, and nothing is connected to', async () => {
  const inbox = await stage().receiver();
  const { port } = new URL(inbox.url);
  for (const host of ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0']) {
    await addChannel(stage().database.pool, `http://${host}:${port}/`);
  }
  await addReminders(stage().database.pool, 1);
  await stage().work({ allowPrivateTargets: false, retryTable: [] });
  const log = await logged('all failed', (rows) => rows.length === 7 && rows.every(({ state }) => state === 'failed'));
  for (const { last_error } of log) expect(last_error).toContain('is not a public address: see ALLOW_PRIVATE_TARGETS');
  expect(inbox.received).toEqual([]);
});

test('the retry table is the one that is promised', () => {
  expect(retryTable.map((ms) => ms / 1000)).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 36_000]);
});

test('connections that the database cuts are made again, and the next reminder arrives', async () => {
  const inbox = await stage().receiver();
  await addChannel(stage().database.pool, inbox.url);
  const worker = await stage().work();
  await addReminders(stage().database.pool, 1);
  await stage().database.pool.query('notify reminder_due');
  await inbox.receive(1);
  await stage().database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name like 'duebell worker%'`,
  );
  await until('the worker listens again', async () => {
    const { rows } = await stage().database.pool.query(
      `select from pg_stat_activity where datname = current_database() and query = 'listen reminder_due'`,
    );
    return rows.length > 0;
  });
  await addReminders(stage().database.pool, 1);
  await stage().database.pool.query('notify reminder_due');
  await inbox.receive(2);
  await until('the worker is healthy', () => worker.isHealthy());
});

test('a database that does not get on: statements end there too, do not add up, and the reminder arrives once it does', async () => {
  const { pool, url } = stage().database;
  const inbox = await stage().receiver();
  await addChannel(pool, inbox.url);
  const worker = await stage().work({ maxSleepMs: 1000 });
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  stage().onEnd(() => holder.end());
  await holder.query('begin');
  // all that a worker does needs it; two tables would be locked one after the other, and could deadlock with it
  await holder.query('lock table deliveries');
  const readWaiting = async () => {
    const { rows } = await pool.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows.map(({ pid }) => pid);
  };
  const first = await until('statements wait', async () => (await readWaiting())[0]);
  await until('the first is ended', async () => !(await readWaiting()).includes(first), 30_000);
  expect((await readWaiting()).length).toBeLessThanOrEqual(5);
  expect(worker.isHealthy()).toBe(false);
  await holder.query('commit');
  await addReminders(pool, 1);
  await inbox.receive(1, 30_000);
  await until('the worker is healthy', () => worker.isHealthy(), 30_000);
});
