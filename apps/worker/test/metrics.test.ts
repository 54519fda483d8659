import { until } from 'db/testing';
import { expect, test } from 'vitest';
import { startHealthServer } from '../src/health-server.ts';
import type { Worker } from '../src/worker.ts';
import { addChannel, addReminders, readLog } from './arrange.ts';
import { useStage } from './stage.ts';

const stage = useStage();

/** Answers what Prometheus reads of a worker: the value of a series, by its name and labels. */
async function scrape(worker: Worker): Promise<(series: string) => number | undefined> {
  const health = await startHealthServer('127.0.0.1', 0, worker);
  try {
    const response = await fetch(`http://127.0.0.1:${health.address.port}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const lines = (await response.text()).split('\n').filter((line) => line && !line.startsWith('#'));
    const series = new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
    return (name) => series.get(name);
  } finally {
    await health.close();
  }
}

const attempts = (outcome: string) => `duebell_delivery_attempts_total{kind="reminder",outcome="${outcome}"}`;

test('metrics say how late reminders fired and what became of each attempt', async () => {
  const { database, work, receiver } = stage();
  let answers = 0;
  const inbox = await receiver((response) => {
    answers += 1;
    response.writeHead(answers === 1 ? 500 : 200).end();
  });
  await addChannel(database.pool, inbox.url);
  await addReminders(database.pool, 2);
  await addReminders(database.pool, 1, -3_000);
  const worker = await work({ retryTable: [100], maxInFlight: 1 });
  await until('all are delivered', async () => {
    const log = await readLog(database.pool);
    return log.length === 3 && log.every(({ state }) => state === 'delivered');
  });

  const metric = await until('the attempts are counted', async () => {
    const read = await scrape(worker);
    return read(attempts('delivered')) === 3 && read;
  });
  expect(metric(attempts('queued'))).toBe(1);
  expect(metric(attempts('failed'))).toBeUndefined();
  expect(metric('duebell_due_lag_seconds_count')).toBe(3);
  expect(metric('duebell_due_lag_seconds_sum')).toBeGreaterThan(3);
  expect(metric('duebell_due_lag_seconds_bucket{le="2.5"}')).toBeLessThanOrEqual(2);
  expect(metric('duebell_lease_takeovers_total')).toBe(0);
  expect(metric('duebell_oldest_queued_age_seconds{lane="webhook"}')).toBe(0);
  expect(metric('duebell_channels{state="enabled"}')).toBe(1);
  expect(metric('duebell_channels{state="disabled"}')).toBe(0);
});

test('metrics show a backlog, a lease that ended, and a channel that is gone', async () => {
  const { database, work, receiver } = stage();
  const hanging = await receiver(() => {});
  const gone = await receiver((response) => response.writeHead(410).end());
  await addChannel(database.pool, gone.url);
  await addReminders(database.pool, 1);
  const worker = await work({ maxInFlight: 1, maxSleepMs: 100 });
  await until(
    'the channel is disabled',
    async () => (await scrape(worker))('duebell_channels{state="disabled"}') === 1,
  );
  // the channel is disabled before the attempt is settled
  await until('the attempt is counted', async () => (await scrape(worker))(attempts('failed')) === 1);

  await addChannel(database.pool, hanging.url);
  await addReminders(database.pool, 3);
  await hanging.receive(1);
  // one send at a time, so the others wait
  const age = async () => (await scrape(worker))('duebell_oldest_queued_age_seconds{lane="webhook"}') ?? 0;
  const first = await until('a delivery waits', age);
  expect(await until('it waits longer', async () => (await age()) > first)).toBe(true);

  // as if a worker had held it that is no more
  await database.pool.query(
    `update deliveries set worker = 'gone', next_at = now() - interval '1 minute' where attempts = 0 and worker is null`,
  );
  await worker.stop();
  const successor = await work();
  await until('it takes over', async () => ((await scrape(successor))('duebell_lease_takeovers_total') ?? 0) > 0);
});

test('while the database does not answer, metrics have no figure of it', async () => {
  const { database, work } = stage();
  const worker = await work();
  await database.pool.query('alter table channels rename to moved');
  const metric = await scrape(worker);
  expect(metric('duebell_channels{state="enabled"}')).toBeUndefined();
  expect(metric('duebell_lease_takeovers_total')).toBe(0);
});
