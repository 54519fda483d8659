import { until } from 'db/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { day, fireReminder, inMs, minute } from './ringing.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function write(due_date: string | null, more = {}): Promise<string> {
  const { body } = await api.send('POST', '/api/v1/todos', { description: 'a', due_date, ...more });
  return `/api/v1/todos/${body.id}`;
}

async function reminderOf(path: string) {
  const { rows } = await api.database.pool.query(
    'select id::float8 as id, state, generation, fire_at, fired_at, key from reminders where todo_id = $1',
    [path.split('/').at(-1)],
  );
  return rows[0];
}

const fire = async (path: string) => fireReminder(api, (await reminderOf(path)).id);

async function delivery(id: number) {
  const { rows } = await api.database.pool.query(
    'select state, reminder_id::int, channel_id::int from deliveries where id = $1',
    [id],
  );
  return rows[0];
}

test('a todo with a due date gets a reminder at that moment; one without, or completed, gets none', async () => {
  const due = inMs(day);
  expect(await reminderOf(await write(due))).toMatchObject({ state: 'pending', generation: 1, fire_at: new Date(due) });
  expect(await reminderOf(await write(null))).toBeUndefined();
  expect(await reminderOf(await write(due, { completed: true }))).toBeUndefined();
});

test('what lies more than 60 s before the write is missed; within 60 s it still rings', async () => {
  expect(await reminderOf(await write(inMs(-2 * minute)))).toMatchObject({ state: 'missed' });
  expect(await reminderOf(await write(inMs(-minute / 2)))).toMatchObject({ state: 'pending' });

  const path = await write(inMs(day));
  await api.send('PATCH', path, { due_date: inMs(-2 * minute) });
  expect(await reminderOf(path)).toMatchObject({ state: 'missed', generation: 2 });
});

test('moving the due date moves the reminder, with a new generation', async () => {
  const path = await write(inMs(day));
  const due = inMs(2 * day);
  await api.send('PATCH', path, { due_date: due });
  expect(await reminderOf(path)).toMatchObject({ state: 'pending', generation: 2, fire_at: new Date(due) });
  await api.send('PATCH', path, { due_date: null });
  expect(await reminderOf(path)).toMatchObject({ state: 'cancelled', generation: 2 });
  await api.send('PATCH', path, { due_date: due });
  expect(await reminderOf(path)).toMatchObject({ state: 'pending', generation: 3 });
});

test('a due date added later gets a reminder', async () => {
  const path = await write(null);
  await api.send('PATCH', path, { due_date: inMs(day) });
  expect(await reminderOf(path)).toMatchObject({ state: 'pending', generation: 1 });
});

test('completing cancels; opening again rings if that is still to come, else it is missed', async () => {
  const path = await write(inMs(day));
  await api.send('PATCH', path, { completed: true });
  expect(await reminderOf(path)).toMatchObject({ state: 'cancelled' });
  await api.send('PATCH', path, { completed: false });
  expect(await reminderOf(path)).toMatchObject({ state: 'pending', generation: 2 });

  await api.send('PATCH', path, { completed: true });
  await api.send('PATCH', path, { due_date: inMs(-day) });
  await api.send('PATCH', path, { completed: false });
  expect(await reminderOf(path)).toMatchObject({ state: 'missed' });
});

test('completing what has rung and opening it again does not ring again', async () => {
  const path = await write(inMs(1000));
  await fire(path);
  await api.send('PATCH', path, { completed: true });
  await api.send('PATCH', path, { completed: false });
  expect(await reminderOf(path)).toMatchObject({ state: 'fired', generation: 1 });
});

test.each([
  ['completing', 'PATCH', { completed: true }],
  ['moving the due date', 'PATCH', { due_date: inMs(3 * day) }],
  ['removing the due date', 'PATCH', { due_date: null }],
  ['deleting', 'DELETE', undefined],
])('%s cancels what is queued, and the log of it stays', async (_, method, body) => {
  const path = await write(inMs(1000));
  const id = await fire(path);
  expect(await delivery(id)).toMatchObject({ state: 'queued' });
  await api.send(method, path, body);
  expect(await delivery(id)).toMatchObject({ state: 'cancelled', reminder_id: expect.any(Number) });
  await api.send('DELETE', `${path}?purge=true`);
  expect(await delivery(id)).toMatchObject({ state: 'cancelled', reminder_id: null });
});

test('changing the description leaves reminder and queue alone', async () => {
  const path = await write(inMs(1000));
  const id = await fire(path);
  const before = await reminderOf(path);
  await api.send('PATCH', path, { description: 'b' });
  expect(await reminderOf(path)).toEqual(before);
  expect(await delivery(id)).toMatchObject({ state: 'queued' });
});

test('deleting a channel cancels what is queued for it, and the log of it stays', async () => {
  const path = await write(inMs(1000));
  const id = await fire(path);
  const channel = await delivery(id);
  expect((await api.send('DELETE', `/api/v1/channels/${channel.channel_id}`)).status).toBe(204);
  expect(await delivery(id)).toMatchObject({ state: 'cancelled', channel_id: null });
});

test('the worker is woken by a near reminder and by no other', async () => {
  const listener = new pg.Client({ connectionString: api.database.url });
  await listener.connect();
  try {
    let woken = 0;
    listener.on('notification', () => {
      woken += 1;
    });
    await listener.query('listen reminder_due');
    const path = await write(inMs(2 * minute));
    await write(inMs(-2 * minute));
    await write(null);
    await api.send('PATCH', path, { description: 'b' });
    // what these sent, if anything, comes before what the next one sends
    await write(inMs(minute / 2));
    await until('the first wake-up', () => woken > 0);
    await api.send('PATCH', path, { due_date: inMs(minute / 2) });
    await until('the second wake-up', () => woken > 1);
    await listener.query('select 1');
    expect(woken).toBe(2);
  } finally {
    await listener.end();
  }
});
