import { until } from 'db/testing';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { addChannel, addReminders, readLog, testSecret } from './arrange.ts';
import { useStage } from './stage.ts';

const stage = useStage();

const settled = (count: number, state = 'delivered') =>
  until(`${count} deliveries that are ${state}`, async () => {
    const log = await readLog(stage().database.pool);
    return log.filter((delivery) => delivery.state === state).length === count && log;
  });

test('a due reminder arrives on time, signed, with the todo in it', async () => {
  const inbox = await stage().receiver();
  await addChannel(stage().database.pool, `${inbox.url}hook`);
  await stage().work();
  const [id] = await addReminders(stage().database.pool, 1, 300, 'Zürich 🥛');
  await stage().database.pool.query(`notify reminder_due`);
  const [message] = await inbox.receive(1);
  if (!message) throw new Error('nothing arrived');

  const content = new Webhook(testSecret).verify(message.body, message.headers as Record<string, string>);
  const { rows } = await stage().database.pool.query<{ due: Date; key: string }>(
    'select fire_at as due, key from reminders where id = $1',
    [id],
  );
  const due = rows[0]?.due ?? new Date(0);
  expect(content).toEqual({
    type: 'reminder.fired',
    timestamp: expect.any(String),
    data: {
      reminder: { id, scheduled_for: due.toISOString(), fired_at: expect.any(String) },
      todo: {
        id: expect.any(Number),
        completed: false,
        description: 'Zürich 🥛',
        notes: null,
        priority: 0,
        due_date: due.toISOString(),
        time_zone: null,
        reminders: [{ before: 'PT0S' }],
        snoozed_until: null,
        recurrence: null,
        recurrence_from: 'due',
        parent_id: null,
        list_id: null,
        label_ids: [],
        position: expect.any(String),
        completed_at: null,
        deleted_at: null,
        created_at: expect.any(String),
        updated_at: expect.any(String),
        version: 1,
      },
    },
  });
  expect(message.path).toBe('/hook');
  expect(message.id).toBe(`${rows[0]?.key}-1-1`);
  expect(message.at).toBeGreaterThanOrEqual(due.getTime());
  expect(message.at - due.getTime()).toBeLessThan(500);
  expect(await settled(1)).toMatchObject([{ state: 'delivered', attempts: 1, last_error: null, worker: null }]);
});

test('two workers and 500 due reminders: every one is delivered once', async () => {
  const inbox = await stage().receiver();
  await addChannel(stage().database.pool, inbox.url);
  await addReminders(stage().database.pool, 500);
  await Promise.all([stage().work({ maxInFlight: 40 }), stage().work({ maxInFlight: 40 })]);
  await settled(500);
  expect(inbox.received).toHaveLength(500);
  expect(new Set(inbox.received.map(({ id }) => id)).size).toBe(500);
});

test('one channel fails: the others go', async () => {
  const [inbox, broken] = [
    await stage().receiver(),
    await stage().receiver((response) => response.writeHead(500).end()),
  ];
  for (const { url } of [broken, inbox, inbox]) await addChannel(stage().database.pool, url);
  await addReminders(stage().database.pool, 20);
  await stage().work();
  await inbox.receive(40);
  await settled(20, 'queued');
});

test('an earlier reminder wakes a worker that sleeps until a later one', async () => {
  const inbox = await stage().receiver();
  await addChannel(stage().database.pool, inbox.url);
  await addReminders(stage().database.pool, 1, 3_600_000);
  const worker = await stage().work();
  await until('the worker has looked once', () => worker.isHealthy());
  await addReminders(stage().database.pool, 1, 200);
  const started = Date.now();
  await stage().database.pool.query('notify reminder_due');
  await inbox.receive(1);
  // by itself it would look again after 30 s
  expect(Date.now() - started).toBeLessThan(5000);
});

test('a reminder fires without channels, and the account hears nothing', async () => {
  const [id] = await addReminders(stage().database.pool, 1);
  await stage().work();
  await until('it fired', async () => {
    const { rows } = await stage().database.pool.query('select state from reminders where id = $1', [id]);
    return rows[0].state === 'fired';
  });
  expect(await readLog(stage().database.pool)).toEqual([]);
});

test('a description too long for a webhook arrives cut, and says so', async () => {
  const inbox = await stage().receiver();
  await addChannel(stage().database.pool, inbox.url);
  await addReminders(stage().database.pool, 1, 0, '🥛'.repeat(10_000));
  await stage().work();
  const [message] = await inbox.receive(1);
  const { todo } = JSON.parse(message?.body ?? '').data;
  expect(todo.description).toMatch(/^(🥛)+…$/u);
  expect(todo.description_truncated).toBe(true);
  const size = Buffer.byteLength(message?.body ?? '');
  expect(size).toBeLessThan(20_000);
  expect(size).toBeGreaterThan(19_990);
});

test('notes too long for a webhook are left out, and the description stays whole', async () => {
  const inbox = await stage().receiver();
  await addChannel(stage().database.pool, inbox.url);
  await addReminders(stage().database.pool, 1, 0, 'a'.repeat(10_000));
  await stage().database.pool.query(`update todos set notes = repeat('b', 12000)`);
  await stage().work();
  const [message] = await inbox.receive(1);
  const { todo } = JSON.parse(message?.body ?? '').data;
  expect(todo).toMatchObject({ description: 'a'.repeat(10_000), notes: null, notes_truncated: true });
  expect(todo.description_truncated).toBeUndefined();
});

test('a stop finishes what is under way and gives back what is not, uncounted', async () => {
  const open: (() => void)[] = [];
  const inbox = await stage().receiver((response, _message, request) => {
    if (request.url === '/slow') open.push(() => response.end());
  });
  await addChannel(stage().database.pool, `${inbox.url}slow`);
  await addChannel(stage().database.pool, `${inbox.url}never`);
  await addReminders(stage().database.pool, 10);
  const worker = await stage().work({ drainMs: 500 });
  await inbox.receive(20);
  const stopped = worker.stop();
  for (const answer of open) answer();
  await stopped;

  const log = await readLog(stage().database.pool);
  expect(log.filter(({ state }) => state === 'delivered')).toHaveLength(10);
  const given = log.filter(({ state }) => state === 'queued');
  expect(given).toHaveLength(10);
  for (const delivery of given) {
    expect(delivery).toMatchObject({ attempts: 0, worker: null });
    expect(delivery.wait).toBeLessThanOrEqual(0);
  }
});

test('a worker claims no more than it can send at once', async () => {
  const inbox = await stage().receiver(() => {});
  await addChannel(stage().database.pool, inbox.url);
  await addReminders(stage().database.pool, 50);
  await stage().work({ maxInFlight: 7 });
  await inbox.receive(7);
  const claimed = (await readLog(stage().database.pool)).filter(({ worker }) => worker !== null);
  expect(claimed).toHaveLength(7);
});
