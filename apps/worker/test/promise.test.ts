import { until } from 'db/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { startHealthServer } from '../src/health-server.ts';
import { addChannel, addReminders, readLog } from './arrange.ts';
import { useStage } from './stage.ts';

const stage = useStage();
afterEach(() => void vi.useRealTimers());

const minute = 60_000;
const hour = 60 * minute;

const delivered = (count: number) =>
  until(`${count} deliveries`, async () => {
    const log = await readLog(stage().database.pool);
    return log.filter(({ state }) => state === 'delivered').length === count && log;
  });

test.each([
  ['1 min', minute],
  ['16 h', 16 * hour],
  ['3 days', 72 * hour],
])('worker stopped over a due time, started %s later: sent once, marked late', async (_, ms) => {
  const { database, receiver, work } = stage();
  const inbox = await receiver();
  await addChannel(database.pool, inbox.url);
  await addReminders(database.pool, 3, -ms);
  await Promise.all([work(), work()]);
  await delivered(3);
  expect(inbox.received).toHaveLength(3);
  for (const { body } of inbox.received) {
    const { scheduled_for, fired_at } = JSON.parse(body).data.reminder;
    expect(Date.parse(fired_at) - Date.parse(scheduled_for)).toBeGreaterThanOrEqual(ms);
  }
});

test('tick slips by seconds: what fell due meanwhile fires at the next, each once', async () => {
  const { database, receiver, work, onEnd } = stage();
  const inbox = await receiver();
  await addChannel(database.pool, inbox.url);
  for (let i = 0; i < 40; i++) await addReminders(database.pool, 1, 300 + i * 50);
  const editor = await database.pool.connect();
  onEnd(async () => editor.release());
  await editor.query('begin');
  // nobody can fire while this is held
  await editor.query('lock table reminders in share mode');
  await work();
  await until('all are due', async () => {
    const { rows } = await editor.query<{ n: number }>(
      'select count(*)::int as n from reminders where fire_at > clock_timestamp()',
    );
    return rows[0]?.n === 0;
  });
  await editor.query('commit');
  await delivered(40);
  expect(new Set(inbox.received.map(({ id }) => id)).size).toBe(40);
  expect(inbox.received).toHaveLength(40);
});

test('2+ workers, 10,000 due in the same minute: each once', async () => {
  const { database, receiver, work } = stage();
  const inbox = await receiver();
  await addChannel(database.pool, inbox.url);
  await addReminders(database.pool, 10_000);
  await Promise.all([work(), work(), work()]);
  await inbox.receive(10_000, 60_000);
  await until('all is settled', async () => {
    const { rows } = await database.pool.query(
      `select count(*)::int as n from deliveries where state = 'delivered' and attempts = 1`,
    );
    return rows[0].n === 10_000;
  });
  expect(inbox.received).toHaveLength(10_000);
  expect(new Set(inbox.received.map(({ id }) => id)).size).toBe(10_000);
});

test.each([
  ['forward', 24 * hour],
  ['back', -24 * hour],
])("a worker's clock that jumps a day %s: what is due comes on time, and nothing else", async (_, jump) => {
  const { database, receiver, work } = stage();
  const inbox = await receiver();
  await addChannel(database.pool, inbox.url);
  vi.useFakeTimers({ toFake: ['Date'] });
  await addReminders(database.pool, 1, 700);
  await addReminders(database.pool, 1, 12 * hour);
  await work({ leaseMs: 2000 });
  vi.setSystemTime(Date.now() + jump);
  await inbox.receive(1);
  const [delivery] = await delivered(1);
  expect(delivery).toMatchObject({ attempts: 1, claim: 1 });
  const { rows } = await database.pool.query<{ late: number }>(
    `select extract(epoch from fired_at - fire_at)::float8 as late from reminders where state = 'fired'`,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.late).toBeLessThan(0.5);
});

test('a NOTIFY that is lost: late by at most the longest sleep', async () => {
  const { database, receiver, work } = stage();
  const inbox = await receiver();
  await addChannel(database.pool, inbox.url);
  const worker = await work({ maxSleepMs: 1000 });
  await until('it sleeps', () => worker.isHealthy());
  // written without a signal
  await addReminders(database.pool, 1);
  const [message] = await inbox.receive(1);
  const { scheduled_for } = JSON.parse(message?.body ?? '{}').data.reminder;
  expect((message?.at ?? 0) - Date.parse(scheduled_for)).toBeLessThan(2500);
});

test('a LISTEN connection that drops: what was signalled meanwhile is found as it listens again', async () => {
  const { database, receiver, work } = stage();
  const inbox = await receiver();
  await addChannel(database.pool, inbox.url);
  const worker = await work();
  await until('it sleeps', () => worker.isHealthy());
  const listener = `datname = current_database() and application_name = 'duebell worker (listen)'`;
  await until('it listens', async () => {
    const { rows } = await database.pool.query(
      `select from pg_stat_activity where ${listener} and query like 'listen%'`,
    );
    return rows.length > 0;
  });
  await addReminders(database.pool, 1);
  await database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${listener}`);
  await inbox.receive(1);
});

test('/readyz is red while the loop cannot complete, and green again after', async () => {
  const { database, work, onEnd } = stage();
  const worker = await work({ maxSleepMs: 200 });
  const health = await startHealthServer('127.0.0.1', 0, worker);
  onEnd(() => health.close());
  const status = async () => (await fetch(`http://127.0.0.1:${health.address.port}/readyz`)).status;
  await until('ready', async () => (await status()) === 200);
  const holder = await database.pool.connect();
  onEnd(async () => holder.release());
  await holder.query('begin');
  await holder.query('lock table reminders in access exclusive mode');
  await until('not ready', async () => (await status()) === 503);
  await holder.query('rollback');
  await until('ready again', async () => (await status()) === 200);
});
