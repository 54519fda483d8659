import { largestStatement } from 'db/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { day, fireReminder, inMs, remindersOf } from './ringing.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.database.pool.query('truncate todos cascade');
  await live({ time_zone: 'UTC', default_reminder_time: '09:00' });
});

/** Sets where the account lives. */
async function live(settings: { time_zone?: string; default_reminder_time?: string }): Promise<void> {
  expect(await api.send('PATCH', '/api/v1/me', settings)).toMatchObject({ status: 200 });
}

async function write(due_date: string | null, more = {}): Promise<number> {
  const { status, body } = await api.send('POST', '/api/v1/todos', { description: 'a', due_date, ...more });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

async function ringing(id: number) {
  const { rows } = await api.database.pool.query<{ state: string; fire_at: Date; generation: number }>(
    'select state, fire_at, generation from reminders where todo_id = $1',
    [id],
  );
  return rows[0] && { ...rows[0], fire_at: rows[0].fire_at.toISOString() };
}

/** The day in `days` days, as the clocks of a zone have it. */
function dayIn(zone: string, days: number): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
  return format.format(new Date(Date.now() + days * 86_400_000));
}

const zones = ['Etc/GMT+12', 'America/Los_Angeles', 'UTC', 'Asia/Kathmandu', 'Pacific/Auckland', 'Pacific/Kiritimati'];

test('a date alone keeps its day in every zone, however often it is read and written back', async () => {
  const id = await write('2126-03-01');
  for (let round = 0; round < 20; round += 1) {
    await live({ time_zone: zones[round % zones.length] ?? 'UTC' });
    const { body } = await api.send('GET', `/api/v1/todos/${id}`);
    expect(body.due_date).toBe('2126-03-01');
    const again = await api.send('PATCH', `/api/v1/todos/${id}`, { due_date: body.due_date, priority: round % 5 });
    expect(again.body.due_date).toBe('2126-03-01');
  }
  await live({ time_zone: 'UTC' });
});

test('all-day rings right in Auckland, Kiritimati, Los Angeles, Kathmandu: in summer, in winter, on the days of change', async () => {
  // 09:00 there; rules of 2126 are those of today
  const expected: [zone: string, day: string, moment: string][] = [
    ['Pacific/Auckland', '2126-01-15', '2126-01-14T20:00:00.000Z'],
    ['Pacific/Auckland', '2126-04-07', '2126-04-06T21:00:00.000Z'],
    ['Pacific/Auckland', '2126-07-15', '2126-07-14T21:00:00.000Z'],
    ['Pacific/Auckland', '2126-09-29', '2126-09-28T20:00:00.000Z'],
    ['Pacific/Kiritimati', '2126-01-01', '2125-12-31T19:00:00.000Z'],
    ['America/Los_Angeles', '2126-01-15', '2126-01-15T17:00:00.000Z'],
    ['America/Los_Angeles', '2126-03-10', '2126-03-10T16:00:00.000Z'],
    ['America/Los_Angeles', '2126-11-03', '2126-11-03T17:00:00.000Z'],
    ['Asia/Kathmandu', '2126-01-15', '2126-01-15T03:15:00.000Z'],
  ];
  for (const [zone, day, moment] of expected) {
    const id = await write(day, { time_zone: zone });
    expect((await ringing(id))?.fire_at, `${zone} ${day}`).toBe(moment);
  }
});

test('it rings at the account’s time of day, by the clocks of the todo or else of the account', async () => {
  await live({ time_zone: 'Pacific/Kiritimati', default_reminder_time: '07:30' });
  expect(await ringing(await write('2126-03-01'))).toMatchObject({
    state: 'pending',
    fire_at: '2126-02-28T17:30:00.000Z',
  });
  const inLosAngeles = await write('2126-03-01', { time_zone: 'America/Los_Angeles' });
  expect(await ringing(inLosAngeles)).toMatchObject({ fire_at: '2126-03-01T15:30:00.000Z' });

  const { body } = await api.send('PATCH', `/api/v1/todos/${inLosAngeles}`, { time_zone: null });
  expect(body.time_zone).toBe(null);
  expect(await ringing(inLosAngeles)).toMatchObject({ fire_at: '2126-02-28T17:30:00.000Z', generation: 2 });
});

test('when the account moves, what rings by its clocks moves with it, and nothing else', async () => {
  const [allDay, fixed, timed] = [
    await write('2126-03-01'),
    await write('2126-03-01', { time_zone: 'Europe/Berlin' }),
    await write('2126-03-01T12:00:00Z'),
  ];
  await live({ time_zone: 'Asia/Kathmandu' });
  expect(await ringing(allDay)).toMatchObject({ fire_at: '2126-03-01T03:15:00.000Z', generation: 2 });
  expect(await ringing(fixed)).toMatchObject({ fire_at: '2126-03-01T08:00:00.000Z', generation: 1 });
  expect(await ringing(timed)).toMatchObject({ fire_at: '2126-03-01T12:00:00.000Z', generation: 1 });

  await live({ default_reminder_time: '20:00' });
  expect(await ringing(allDay)).toMatchObject({ fire_at: '2126-03-01T14:15:00.000Z', generation: 3 });
  expect(await ringing(fixed)).toMatchObject({ fire_at: '2126-03-01T19:00:00.000Z', generation: 2 });
  expect(await ringing(timed)).toMatchObject({ generation: 1 });
});

test('what was missed only since the account had another zone rings when it is back', async () => {
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  await live({ time_zone: 'UTC', default_reminder_time: soon.slice(11, 16) });
  const id = await write(soon.slice(0, 10));
  const done = await write(soon.slice(0, 10));
  const before = await ringing(id);
  expect(before).toMatchObject({ state: 'pending' });
  await live({ time_zone: 'Pacific/Kiritimati' });
  expect(await ringing(id)).toMatchObject({ state: 'missed' });
  await api.send('PATCH', `/api/v1/todos/${done}`, { completed: true });
  await live({ time_zone: 'UTC' });
  expect(await ringing(id)).toMatchObject({ state: 'pending', fire_at: before?.fire_at, generation: 3 });
  expect(await ringing(done)).not.toMatchObject({ state: 'pending' });
  await live({ default_reminder_time: '09:00' });
});

/** Some days from now. */
const someDay = inMs(3 * day).slice(0, 10);
const laterDay = inMs(9 * day).slice(0, 10);

/** A todo that is due on `someDay`, and its reminder, at that time of the account. */
async function writeToRingAt(time: string): Promise<{ id: number; reminder: number }> {
  await live({ default_reminder_time: time });
  const id = await write(someDay);
  return { id, reminder: (await remindersOf(api, id)).PT0S?.id ?? 0 };
}

test.each<[string, (id: number) => Promise<unknown>]>([
  [
    'another rule',
    (id) => api.send('PATCH', `/api/v1/todos/${id}`, { reminders: [{ before: 'PT0S' }, { before: '-P7D' }] }),
  ],
  [
    'opening it again',
    async (id) => {
      await api.send('PATCH', `/api/v1/todos/${id}`, { completed: true });
      await api.send('PATCH', `/api/v1/todos/${id}`, { completed: false });
    },
  ],
  ['a snooze', (id) => api.send('POST', `/api/v1/todos/${id}/snooze`, { until: inMs(day) })],
  [
    'the trash',
    async (id) => {
      await api.send('DELETE', `/api/v1/todos/${id}`);
      await api.send('POST', `/api/v1/todos/${id}/restore`);
    },
  ],
  [
    'its rule, taken away and back',
    async (id) => {
      await api.send('PATCH', `/api/v1/todos/${id}`, { reminders: [] });
      await api.send('PATCH', `/api/v1/todos/${id}`, { reminders: [{ before: 'PT0S' }] });
    },
  ],
])('what has rung does not ring again where the account moves its time, and %s follows', async (_, edit) => {
  const { id, reminder } = await writeToRingAt('10:00');
  const queued = await fireReminder(api, reminder);
  // later, and sooner again
  for (const default_reminder_time of ['12:00', '11:00']) {
    await live({ default_reminder_time });
    expect(await remindersOf(api, id)).toMatchObject({ PT0S: { state: 'fired', generation: 1 } });
    await edit(id);
    expect(await remindersOf(api, id)).toMatchObject({ PT0S: { state: 'fired', generation: 1 } });
  }
  expect((await api.send('GET', `/api/v1/deliveries/${queued}`)).body.todo_id).toBe(id);
  await api.send('PATCH', `/api/v1/todos/${id}`, { due_date: laterDay });
  expect(await remindersOf(api, id)).toMatchObject({ PT0S: { state: 'pending', generation: 2 } });
});

test('what rang at another due date, and waits for the todo to be opened, rings wherever the account moves', async () => {
  const { id, reminder } = await writeToRingAt('10:00');
  await fireReminder(api, reminder);
  await api.send('PATCH', `/api/v1/todos/${id}`, { completed: true });
  await api.send('PATCH', `/api/v1/todos/${id}`, { due_date: laterDay });
  await live({ default_reminder_time: '12:00' });
  await api.send('PATCH', `/api/v1/todos/${id}`, { completed: false });
  expect(await remindersOf(api, id)).toMatchObject({ PT0S: { state: 'pending', generation: 2 } });
});

test.each([
  ['within the snooze', '10:00', '13:00'],
  ['beyond it', '14:00', '13:00'],
  ['within a sooner one', '10:00', '11:00'],
])('what a snooze has silenced stays silent where the account moves its time %s', async (_, time, sooner) => {
  const { id } = await writeToRingAt('12:00');
  await api.send('POST', `/api/v1/todos/${id}/snooze`, { until: `${someDay}T13:00:00Z` });
  await live({ default_reminder_time: time });
  await api.send('POST', `/api/v1/todos/${id}/snooze`, { until: `${someDay}T${sooner}:00Z` });
  await api.send('PATCH', `/api/v1/todos/${id}`, { reminders: [{ before: 'PT0S' }, { before: '-P7D' }] });
  expect(await remindersOf(api, id)).toMatchObject({ PT0S: { state: 'snoozed', generation: 1 } });
  await api.send('PATCH', `/api/v1/todos/${id}`, { due_date: laterDay });
  expect(await remindersOf(api, id)).toMatchObject({ PT0S: { state: 'pending', generation: 2 } });
});

test('an account with thousands of reminders moves its time: no statement changes more than 2,000', async () => {
  const { pool } = api.database;
  await pool.query(
    `with todo as (
       insert into todos (user_id, completed, description, due_date, due_on)
       select 1, false, n::text, $1::date, $1::date from generate_series(1, 4001) n returning id, due_date
     )
     insert into reminders (user_id, todo_id, fire_at, state) select 1, id, due_date + interval '9 hours', 'pending' from todo`,
    [someDay],
  );
  const most = await largestStatement(pool, 'update on reminders', () => live({ default_reminder_time: '18:00' }));
  expect(most).toBe(2000);
  const { rows } = await pool.query('select fire_at, generation, count(*)::int from reminders group by 1, 2');
  expect(rows).toEqual([{ fire_at: new Date(`${someDay}T18:00:00Z`), generation: 2, count: 4001 }]);
});

const atSnooze = (id: number) => `/api/v1/todos/${id}/snooze`;
const endSnooze = (id: number) => api.send('DELETE', atSnooze(id));

test.each<[string, (id: number) => Promise<unknown>]>([
  ['the snooze is ended', endSnooze],
  [
    'the todo is opened again',
    async (id) => {
      await api.send('PATCH', `/api/v1/todos/${id}`, { completed: true });
      await api.send('PATCH', `/api/v1/todos/${id}`, { completed: false });
    },
  ],
  [
    'it is snoozed once more, and that is ended',
    async (id) => {
      await api.send('POST', atSnooze(id), { until: `${someDay}T14:00:00Z` });
      await endSnooze(id);
    },
  ],
])('what a snooze has rung for does not ring again where the account moves its time and %s', async (_, end) => {
  const { id } = await writeToRingAt('10:00');
  await api.send('POST', atSnooze(id), { until: `${someDay}T13:00:00Z` });
  await fireReminder(api, (await remindersOf(api, id)).snooze?.id ?? 0);
  await live({ default_reminder_time: '18:00' });
  await end(id);
  expect((await api.send('GET', `/api/v1/todos/${id}`)).body.snoozed_until).toBeNull();
  expect(await remindersOf(api, id)).toMatchObject({ PT0S: { state: 'fired', generation: 1 } });
  await api.send('PATCH', `/api/v1/todos/${id}`, { due_date: laterDay });
  expect(await remindersOf(api, id)).toMatchObject({ PT0S: { state: 'pending', generation: 2 } });
});

test('a day can become a moment and back', async () => {
  const id = await write('2126-03-01');
  const timed = await api.send('PATCH', `/api/v1/todos/${id}`, { due_date: '2126-03-01T00:00:00Z' });
  expect(timed.body.due_date).toBe('2126-03-01T00:00:00.000Z');
  expect(await ringing(id)).toMatchObject({ fire_at: '2126-03-01T00:00:00.000Z' });
  expect((await api.send('PATCH', `/api/v1/todos/${id}`, { due_date: '2126-03-01' })).body.due_date).toBe('2126-03-01');
  expect(await ringing(id)).toMatchObject({ fire_at: '2126-03-01T09:00:00.000Z' });
});

async function due(query: string): Promise<number[]> {
  const { status, body } = await api.send('GET', `/api/v1/todos?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data.map(({ id }: { id: number }) => id);
}

test.each(zones)('today, overdue and upcoming are judged by the clocks of %s', async (zone) => {
  await live({ time_zone: zone });
  const [yesterday, today, tomorrow] = [dayIn(zone, -1), dayIn(zone, 0), dayIn(zone, 1)];
  const ids = {
    past: await write(yesterday),
    pastDone: await write(yesterday, { completed: true }),
    today: await write(today),
    tomorrow: await write(tomorrow),
    aMinuteAgo: await write(new Date(Date.now() - 60_000).toISOString()),
    inTwoDays: await write(new Date(Date.now() + 2 * 86_400_000).toISOString()),
    none: await write(null),
  };
  // a minute ago may have been yesterday
  const isToday = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(Date.now() - 60_000)) === today;
  expect(await due('due=today')).toEqual([ids.today, ...(isToday ? [ids.aMinuteAgo] : [])]);
  expect(await due('due=overdue')).toEqual([ids.past, ids.aMinuteAgo]);
  expect(await due('due=upcoming')).toEqual([ids.tomorrow, ids.inTwoDays]);
  expect(await due('due=upcoming&completed=true')).toEqual([]);
});

test('before and after take moments and days; a day counts from its beginning in the account’s zone', async () => {
  await live({ time_zone: 'America/Los_Angeles' });
  const [allDay, morning, evening] = [
    await write('2126-07-01'),
    await write('2126-07-01T07:00:00Z'),
    await write('2126-07-02T06:59:59.999Z'),
  ];
  const next = await write('2126-07-02');
  expect(await due('due_after=2126-07-01&due_before=2126-07-02')).toEqual([allDay, morning, evening]);
  expect(await due('due_after=2126-07-02')).toEqual([next]);
  expect(await due('due_before=2126-07-01T07:00:00Z')).toEqual([]);
  expect(await due('due_before=2126-07-01T07:00:00.001Z')).toEqual([allDay, morning]);
  expect(await due('due_after=2126-07-01T07:00:00.001Z')).toEqual([evening, next]);
});

test.each(['0001-01-01', '9999-12-31', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
  'the ends of the calendar can be asked for: %s',
  async (text) => {
    for (const zone of ['Etc/GMT+12', 'Pacific/Kiritimati']) {
      await live({ time_zone: zone });
      const id = await write(text);
      expect(await due(`due_after=${text}`)).toContain(id);
      expect(await due(`due_before=${text}`)).not.toContain(id);
    }
  },
);
