import { createOrm } from 'db';
import { untilAllIsTold } from 'db/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { snoozeTodo } from '../src/modules/todos/snooze.ts';
import { startApi, type TestApi } from './api.ts';
import { day, deliveryOf, fireReminder, hour, inMs, minute, remindersOf } from './ringing.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const rows = (id: number) => remindersOf(api, id);
const path = (id: number, more = '') => `/api/v1/todos/${id}${more}`;
const patch = (id: number, change: object) => api.send('PATCH', path(id), change);
const snooze = (id: number, body: unknown, headers = {}) => api.send('POST', path(id, '/snooze'), body, headers);
const endSnooze = (id: number, headers = {}) => api.send('DELETE', path(id, '/snooze'), undefined, headers);
async function write(todo: object): Promise<number> {
  const { status, body } = await api.send('POST', '/api/v1/todos', { description: 'a', ...todo });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

let later: string;
beforeEach(() => {
  later = inMs(2 * hour);
});
const early = { before: '-PT3H' };

test('a snooze rings later, silences what would have rung before, and lets ring what rings after', async () => {
  const id = await write({ due_date: inMs(4 * hour), reminders: [early, { before: 'PT0S' }] });
  const { status, body, headers } = await snooze(id, { until: later });
  expect(status).toBe(200);
  expect(body).toMatchObject({ id, snoozed_until: later, version: 2, reminders: [early, { before: 'PT0S' }] });
  expect(headers.get('etag')).toBe('"2"');
  expect(await rows(id)).toMatchObject({
    '-PT3H': { state: 'snoozed', generation: 1 },
    PT0S: { state: 'pending', generation: 1 },
    snooze: { state: 'pending', generation: 1, at: later },
  });
});

test('what has rung can be snoozed, and is as it was', async () => {
  const id = await write({ due_date: inMs(minute) });
  const delivery = await fireReminder(api, (await rows(id)).PT0S?.id ?? 0);
  await snooze(id, { duration: 'PT2H' });
  expect(await rows(id)).toMatchObject({ PT0S: { state: 'fired', generation: 1 }, snooze: { state: 'pending' } });
  expect(await deliveryOf(api, delivery)).toMatchObject({ state: 'queued' });
});

test('a todo without a due date can be snoozed', async () => {
  const id = await write({});
  expect((await snooze(id, { until: later })).body).toMatchObject({ due_date: null, snoozed_until: later });
  expect(await rows(id)).toMatchObject({ snooze: { state: 'pending', at: later } });
});

test('days of a duration count by the clocks of the todo’s zone', async () => {
  const id = await write({ time_zone: 'Europe/Berlin' });
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'medium' });
  // half a year on, the other time counts
  const before = Date.now();
  const { body } = await snooze(id, { duration: 'P180D' });
  const times = [before, before + 1000, before + 2000, before + 3000].map((ms) => clock.format(ms));
  expect(times).toContain(clock.format(new Date(body.snoozed_until)));
  const hours = await snooze(id, { duration: 'PT4320H' });
  expect(Date.parse(hours.body.snoozed_until) - before - 180 * day).toBeLessThan(10_000);
});

test('snoozing again moves it, sooner or later, and what lies behind a sooner one rings', async () => {
  const id = await write({ due_date: inMs(4 * hour), reminders: [early] });
  await snooze(id, { until: later });
  const sooner = inMs(30 * minute);
  await snooze(id, { until: sooner });
  expect(await rows(id)).toMatchObject({
    snooze: { state: 'pending', at: sooner, generation: 2 },
    '-PT3H': { state: 'pending', at: expect.any(String) },
  });
  await fireReminder(api, (await rows(id)).snooze?.id ?? 0);
  await snooze(id, { until: later });
  expect(await rows(id)).toMatchObject({ snooze: { state: 'pending', at: later, generation: 3 } });
});

test('one reminder is snoozed alone', async () => {
  const id = await write({ due_date: inMs(4 * hour), reminders: [early, { before: '-PT3H30M' }] });
  const { '-PT3H': reminder } = await rows(id);
  const { status, body } = await api.send('POST', `/api/v1/reminders/${reminder?.id}/snooze`, { until: later });
  expect(status).toBe(200);
  expect(body).toMatchObject({ id, snoozed_until: later, version: 2 });
  expect(await rows(id)).toMatchObject({
    '-PT3H': { state: 'snoozed' },
    '-PT3H30M': { state: 'pending' },
    snooze: { state: 'pending', at: later },
  });
});

test('a snooze of a reminder that has rung, or of a snooze, silences nothing', async () => {
  const id = await write({ due_date: inMs(4 * hour), reminders: [early, { before: '-PT3H30M' }] });
  const { '-PT3H30M': fired } = await rows(id);
  await fireReminder(api, fired?.id ?? 0);
  await api.send('POST', `/api/v1/reminders/${fired?.id}/snooze`, { until: later });
  const states = { '-PT3H': { state: 'pending' }, '-PT3H30M': { state: 'fired' }, snooze: { state: 'pending' } };
  expect(await rows(id)).toMatchObject(states);
  const { snooze: itself } = await rows(id);
  const much = inMs(3 * hour);
  await api.send('POST', `/api/v1/reminders/${itself?.id}/snooze`, { until: much });
  expect(await rows(id)).toMatchObject({ ...states, snooze: { state: 'pending', at: much, generation: 2 } });
});

test('who answers a message can snooze without silencing what is to come', async () => {
  const orm = await createOrm({ url: api.database.appUrl, poolSize: 1 });
  try {
    const id = await write({ due_date: inMs(4 * hour), reminders: [early] });
    const { version } = await snoozeTodo(orm.em.fork(), 1, { id, ifMatch: undefined }, { duration: 'PT2H' }, 'nothing');
    expect(version).toBe(2);
    expect(await rows(id)).toMatchObject({ '-PT3H': { state: 'pending' }, snooze: { state: 'pending' } });
  } finally {
    await orm.close();
  }
});

test.each<[string, (id: number) => Promise<unknown>]>([
  ['another due date', (id) => patch(id, { due_date: '2126-01-01T00:00:00Z' })],
  ['no due date', (id) => patch(id, { due_date: null })],
  ['another zone', (id) => patch(id, { time_zone: 'Asia/Kathmandu' })],
  ['completing', (id) => patch(id, { completed: true })],
])('%s ends the snooze', async (_, change) => {
  const id = await write({ due_date: inMs(4 * hour), reminders: [early] });
  await snooze(id, { until: later });
  await change(id);
  expect((await api.send('GET', path(id))).body).toMatchObject({ snoozed_until: null, version: 3 });
  const { snooze: row, '-PT3H': silenced } = await rows(id);
  expect(row).toBeUndefined();
  expect(silenced?.state).not.toBe('snoozed');
});

test('what a snooze silenced rings again when it ends before its time', async () => {
  const due = inMs(4 * hour);
  const id = await write({ due_date: due, reminders: [early] });
  await snooze(id, { until: later });
  await patch(id, { time_zone: 'Asia/Kathmandu' });
  expect(await rows(id)).toEqual({ '-PT3H': expect.objectContaining({ state: 'pending', generation: 2 }) });
  await snooze(id, { until: later });
  await patch(id, { completed: true });
  expect(await rows(id)).toEqual({ '-PT3H': expect.objectContaining({ state: 'cancelled' }) });
  await patch(id, { completed: false });
  expect(await rows(id)).toEqual({ '-PT3H': expect.objectContaining({ state: 'pending' }) });
});

test.each<[string, (id: number) => Promise<unknown>]>([
  ['completing one that recurs', (id) => patch(id, { completed: true })],
  ['skipping', (id) => api.send('POST', path(id, '/skip'))],
])('%s ends the snooze, and the next date rings', async (_, roll) => {
  const id = await write({ due_date: inMs(hour), recurrence: 'FREQ=DAILY' });
  await snooze(id, { until: later });
  expect(await rows(id)).toMatchObject({ PT0S: { state: 'snoozed' } });
  await roll(id);
  expect((await api.send('GET', path(id))).body.snoozed_until).toBeNull();
  expect(await rows(id)).toEqual({ PT0S: expect.objectContaining({ state: 'pending', generation: 2 }) });
});

test('other changes leave the snooze, and what it silences, alone', async () => {
  const id = await write({ due_date: inMs(4 * hour), reminders: [early] });
  await snooze(id, { until: later });
  await patch(id, { description: 'b', reminders: [early, { before: '-PT3H30M' }] });
  expect((await api.send('GET', path(id))).body.snoozed_until).toBe(later);
  expect(await rows(id)).toMatchObject({
    '-PT3H': { state: 'snoozed', generation: 1 },
    '-PT3H30M': { state: 'pending' },
    snooze: { state: 'pending', generation: 1 },
  });
});

test('in the trash nothing rings, and out of it the snooze goes on', async () => {
  const id = await write({ due_date: inMs(4 * hour), reminders: [early] });
  await snooze(id, { until: later });
  await api.send('DELETE', path(id));
  expect(await rows(id)).toMatchObject({ snooze: { state: 'cancelled' }, '-PT3H': { state: 'snoozed' } });
  await api.send('POST', path(id, '/restore'));
  expect(await rows(id)).toMatchObject({ snooze: { state: 'pending', at: later }, '-PT3H': { state: 'snoozed' } });
});

test('what is queued for a snooze that has rung is not sent once the todo is completed, and its log stays', async () => {
  const id = await write({});
  await snooze(id, { until: later });
  const delivery = await fireReminder(api, (await rows(id)).snooze?.id ?? 0);
  await patch(id, { completed: true });
  expect(await rows(id)).toMatchObject({ snooze: { state: 'fired' } });
  expect(await deliveryOf(api, delivery)).toMatchObject({ state: 'cancelled' });
});

test('a snooze that is ended does not ring, and what it silenced rings when it would have', async () => {
  const id = await write({ due_date: inMs(4 * hour), reminders: [early, { before: 'PT0S' }] });
  const written = await rows(id);
  await snooze(id, { until: later });
  await untilAllIsTold(api.database.pool);
  const since = (await api.send('GET', '/api/v1/changes')).body.next_cursor;
  const { status, body, headers } = await endSnooze(id);
  expect(status).toBe(200);
  expect(body).toMatchObject({ id, snoozed_until: null, version: 3 });
  expect(headers.get('etag')).toBe('"3"');
  expect(await rows(id)).toEqual({
    '-PT3H': { ...written['-PT3H'], generation: 2 },
    PT0S: written.PT0S,
  });
  await untilAllIsTold(api.database.pool);
  const { data } = (await api.send('GET', `/api/v1/changes?since=${since}`)).body;
  expect(data).toMatchObject([{ resource: 'todo', id, change: 'updated', todo: { snoozed_until: null } }]);
});

test('a reminder that was snoozed alone rings again once the snooze is ended, also when it lies behind it', async () => {
  const id = await write({ due_date: inMs(4 * hour), reminders: [early, { before: 'PT0S' }] });
  for (const trigger of ['-PT3H', 'PT0S']) {
    const { [trigger]: reminder } = await rows(id);
    await api.send('POST', `/api/v1/reminders/${reminder?.id}/snooze`, { until: later });
    await endSnooze(id);
    const { snooze: row, ...others } = await rows(id);
    expect(row).toBeUndefined();
    expect(others).toMatchObject({ '-PT3H': { state: 'pending' }, PT0S: { state: 'pending' } });
  }
});

test.each([
  ['is missed', 2 * minute, 'missed'],
  ['rings at once where it has just come', 10_000, 'pending'],
])('once a snooze is ended, what has come meanwhile %s', async (_, ago, state) => {
  const id = await write({ due_date: inMs(hour) });
  await snooze(id, { until: later });
  await letPass(id, hour + ago);
  await endSnooze(id);
  expect(await rows(id)).toEqual({ PT0S: expect.objectContaining({ state, generation: 2 }) });
});

test('what has rung before a snooze that is ended does not ring again, and is sent', async () => {
  const id = await write({ due_date: inMs(minute) });
  const delivery = await fireReminder(api, (await rows(id)).PT0S?.id ?? 0);
  await snooze(id, { until: later });
  await endSnooze(id);
  expect(await rows(id)).toEqual({ PT0S: expect.objectContaining({ state: 'fired', generation: 1 }) });
  expect(await deliveryOf(api, delivery)).toMatchObject({ state: 'queued' });
});

test.each<[string, (id: number) => Promise<unknown>]>([
  ['it is ended', (id) => endSnooze(id)],
  ['the todo is opened again', (id) => patch(id, { completed: true }).then(() => patch(id, { completed: false }))],
])('what a snooze has rung for does not ring again once %s, and what is queued is not sent', async (_, end) => {
  const id = await write({ due_date: inMs(hour) });
  await snooze(id, { until: inMs(hour + 1000) });
  await letPass(id, hour + 10_000);
  const delivery = await fireReminder(api, (await rows(id)).snooze?.id ?? 0);
  await end(id);
  expect((await api.send('GET', path(id))).body.snoozed_until).toBeNull();
  expect(await rows(id)).toMatchObject({ PT0S: { state: 'fired', generation: 1 }, snooze: { state: 'fired' } });
  expect(await deliveryOf(api, delivery)).toMatchObject({ state: 'cancelled', reminder: expect.any(Number) });
  // and rings for another date
  await patch(id, { due_date: later });
  expect(await rows(id)).toMatchObject({ PT0S: { state: 'pending', at: later } });
});

test('a todo that is not snoozed is left as it is', async () => {
  const id = await write({ due_date: inMs(hour) });
  const before = await rows(id);
  const { status, body, headers } = await endSnooze(id);
  expect([status, body.version, headers.get('etag')]).toEqual([200, 1, '"1"']);
  expect(await rows(id)).toEqual(before);
  await patch(id, { completed: true });
  expect((await endSnooze(id)).body).toMatchObject({ completed: true, version: 2 });
});

test('no snooze is ended of a todo that has changed, is in the trash, or is not there', async () => {
  const id = await write({ due_date: inMs(hour) });
  await snooze(id, { until: later });
  expect((await endSnooze(id, { 'if-match': '"1"' })).status).toBe(412);
  await api.send('DELETE', path(id));
  expect((await endSnooze(id)).status).toBe(404);
  await api.send('POST', path(id, '/restore'));
  expect((await endSnooze(id, { 'if-match': '"4"' })).body).toMatchObject({ snoozed_until: null, version: 5 });
  expect((await endSnooze(999_999)).status).toBe(404);
});

test('a snooze that many end at once ends once', async () => {
  const id = await write({ due_date: inMs(hour) });
  await snooze(id, { until: later });
  const answers = await Promise.all(Array.from({ length: 8 }, () => endSnooze(id)));
  for (const { status, body } of answers) expect([status, body.version]).toEqual([200, 3]);
  expect(await rows(id)).toEqual({ PT0S: expect.objectContaining({ state: 'pending', generation: 2 }) });
});

/** Puts a todo and its reminders back in time, as if so many ms had gone by. */
async function letPass(id: number, ms: number): Promise<void> {
  const { pool } = api.database;
  const by = `${ms} ms`;
  await pool.query(
    `update todos set due_date = due_date - $2::interval, snoozed_until = snoozed_until - $2::interval where id = $1`,
    [id, by],
  );
  await pool.query('update reminders set fire_at = fire_at - $2::interval where todo_id = $1', [id, by]);
}

test.each([
  [{}, ''],
  [{ until: '2126-01-01T00:00:00Z', duration: 'PT1H' }, ''],
  [{ until: 'tomorrow' }, '/until'],
  [{ until: '2126-01-01T00:00:00Z' }, '/until'],
  [{ until: '2020-01-01T00:00:00Z' }, '/until'],
  [{ duration: '-PT1H' }, '/duration'],
  [{ duration: 'PT0S' }, '/duration'],
  [{ duration: 'P1M' }, '/duration'],
  [{ duration: 'P367D' }, '/duration'],
  [{ duration: 60 }, '/duration'],
  [{ minutes: 5 }, '/minutes'],
])('%j is refused, and changes nothing', async (body, pointer) => {
  const id = await write({ due_date: inMs(hour) });
  const { PT0S: reminder } = await rows(id);
  for (const at of [path(id, '/snooze'), `/api/v1/reminders/${reminder?.id}/snooze`])
    expect(await api.send('POST', at, body)).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([expect.objectContaining({ in: 'body', pointer })]) },
    });
  expect((await api.send('GET', path(id))).body).toMatchObject({ snoozed_until: null, version: 1 });
});

test('a completed todo is not snoozed, nor one that is not there, nor one that has changed', async () => {
  const id = await write({ due_date: inMs(hour) });
  const { PT0S: reminder } = await rows(id);
  expect((await snooze(id, { until: later }, { 'if-match': '"7"' })).status).toBe(412);
  expect((await snooze(id, { until: later }, { 'if-match': '"1"' })).status).toBe(200);
  const again = () => api.send('POST', `/api/v1/reminders/${reminder?.id}/snooze`, { until: later });
  await patch(id, { completed: true });
  expect(await snooze(id, { until: later })).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect(await again()).toMatchObject({ status: 409 });
  await api.send('DELETE', path(id));
  expect(await snooze(id, { until: later })).toMatchObject({ status: 404 });
  expect(await again()).toMatchObject({ status: 404 });
  expect((await api.send('POST', '/api/v1/reminders/999999/snooze', { until: later })).status).toBe(404);
});

test('two snoozes at once both count, and one of them is left', async () => {
  const id = await write({ due_date: inMs(hour) });
  const untils = Array.from({ length: 8 }, (_, i) => inMs((i + 2) * hour));
  const answers = await Promise.all(untils.map((until) => snooze(id, { until })));
  expect(answers.map(({ status }) => status)).toEqual(untils.map(() => 200));
  const { snoozed_until, version } = (await api.send('GET', path(id))).body;
  expect(version).toBe(9);
  expect(await rows(id)).toMatchObject({ snooze: { at: snoozed_until, state: 'pending' }, PT0S: { state: 'snoozed' } });
});

test('a repeat with an Idempotency-Key snoozes once', async () => {
  const id = await write({});
  const headers = { 'idempotency-key': 'snooze once' };
  const [first, second] = [
    await snooze(id, { duration: 'PT1H' }, headers),
    await snooze(id, { duration: 'PT1H' }, headers),
  ];
  expect(second.body).toEqual(first.body);
  expect(second.body.version).toBe(2);
});
