import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { day, deliveryOf, fireReminder, hour, inMs, minute, remindersOf } from './ringing.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const post = (todo: object) => api.send('POST', '/api/v1/todos', { description: 'a', ...todo });
const patch = (id: number, change: object) => api.send('PATCH', `/api/v1/todos/${id}`, change);
const read = async (id: number) => (await api.send('GET', `/api/v1/todos/${id}`)).body;
const rows = (id: number) => remindersOf(api, id);

async function write(todo: object): Promise<number> {
  const { status, body } = await post(todo);
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

const due = '2126-03-10T12:00:00.000Z';
const pending = (at: string, generation = 1) => expect.objectContaining({ state: 'pending', at, generation });

test('each rule of a todo makes a reminder, and is shown as it is understood', async () => {
  const reminders = [
    { before: '-PT15M' },
    { before: '-P1DT2H' },
    { at: '2126-03-01T08:00:00+01:00' },
    { before: 'PT0S' },
  ];
  const { body } = await post({ due_date: due, reminders });
  expect(body.reminders).toEqual([
    { before: '-PT15M' },
    { before: '-P1DT2H' },
    { at: '2126-03-01T07:00:00.000Z' },
    { before: 'PT0S' },
  ]);
  expect(await read(body.id)).toEqual(body);
  expect(await rows(body.id)).toEqual({
    '-PT15M': pending('2126-03-10T11:45:00.000Z'),
    '-P1DT2H': pending('2126-03-09T10:00:00.000Z'),
    '2126-03-01T07:00:00.000Z': pending('2126-03-01T07:00:00.000Z'),
    PT0S: pending(due),
  });
});

test('without a word of it a todo rings at its due date, and with none it does not', async () => {
  expect((await post({ due_date: due })).body.reminders).toEqual([{ before: 'PT0S' }]);
  const silent = (await post({ due_date: due, reminders: [] })).body;
  expect(silent.reminders).toEqual([]);
  expect(await rows(silent.id)).toEqual({});
  await patch(silent.id, { due_date: '2126-04-01' });
  expect(await rows(silent.id)).toEqual({});
});

test('moments ring also where there is no due date; what is before one does not', async () => {
  const id = await write({ reminders: [{ at: due }, { before: '-PT5M' }] });
  expect(await rows(id)).toEqual({ [due]: pending(due) });
  await patch(id, { due_date: '2126-03-10T13:00:00Z' });
  expect(await rows(id)).toEqual({ [due]: pending(due), '-PT5M': pending('2126-03-10T12:55:00.000Z') });
  await patch(id, { due_date: null });
  expect(await rows(id)).toEqual({ [due]: pending(due), '-PT5M': expect.objectContaining({ state: 'cancelled' }) });
});

test('what means the same rings once', async () => {
  const same = ['-P1W', '-P7D', '-PT60M', '-PT1H', '-P1W', 'PT0S', '-PT0S'].map((before) => ({ before }));
  const moments = [{ at: '2126-01-01T00:00:00Z' }, { at: '2126-01-01T01:00:00+01:00' }];
  const { body } = await post({ due_date: due, reminders: [...same, ...moments] });
  const expected = [{ before: '-P7D' }, { before: '-PT1H' }, { before: 'PT0S' }, { at: '2126-01-01T00:00:00.000Z' }];
  expect(body.reminders).toEqual(expected);
});

test('what has rung stays so where its rule is written another way', async () => {
  const id = await write({ due_date: inMs(2 * hour), reminders: [{ before: '-PT120M' }, { before: 'PT0S' }] });
  const before = await rows(id);
  await fireReminder(api, before['-PT2H']?.id ?? 0);
  const { body } = await patch(id, { reminders: [{ before: '-PT2H' }, { before: '-PT0S' }] });
  expect(body).toMatchObject({ version: 1, reminders: [{ before: '-PT2H' }, { before: 'PT0S' }] });
  expect(await rows(id)).toEqual({ PT0S: before.PT0S, '-PT2H': { ...before['-PT2H'], state: 'fired' } });
});

test('20 reminders are taken, 21 are not', async () => {
  const some = (n: number) => Array.from({ length: n }, (_, i) => ({ before: `-PT${i + 1}M` }));
  const id = await write({ due_date: due, reminders: some(20) });
  expect(Object.keys(await rows(id))).toHaveLength(20);
  expect(await post({ due_date: due, reminders: some(21) })).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: '/reminders' }] },
  });
});

test.each([
  [[{ before: 'PT15M' }], '/reminders/0/before'],
  [[{ before: '-P1M' }], '/reminders/0/before'],
  [[{ before: '-P367D' }], '/reminders/0/before'],
  [[{ before: 5 }], '/reminders/0/before'],
  [[{ before: 'PT0S' }, { at: '2126-01-01' }], '/reminders/1/at'],
  [[{ before: 'PT0S', at: due }], '/reminders/0'],
  [[{}], '/reminders/0'],
  [[{ before: 'PT0S', sound: 'bell' }], '/reminders/0/sound'],
  ['PT0S', '/reminders'],
  [[null], '/reminders/0'],
])('%j are no reminders, and change nothing', async (reminders, pointer) => {
  const id = await write({ due_date: due });
  for (const answer of [await post({ due_date: due, reminders }), await patch(id, { reminders, description: 'b' })])
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: expect.arrayContaining([expect.objectContaining({ pointer })]) },
    });
  expect(await read(id)).toMatchObject({ description: 'a', version: 1, reminders: [{ before: 'PT0S' }] });
});

test('a change of the rules leaves alone what stays, and takes away what no rule asks for', async () => {
  const id = await write({ due_date: due, reminders: [{ before: 'PT0S' }, { before: '-PT1H' }] });
  const before = await rows(id);
  const { body } = await patch(id, { reminders: [{ before: '-PT1H' }, { before: '-PT2H' }] });
  expect(body).toMatchObject({ version: 2, reminders: [{ before: '-PT1H' }, { before: '-PT2H' }] });
  expect(await rows(id)).toEqual({ '-PT1H': before['-PT1H'], '-PT2H': pending('2126-03-10T10:00:00.000Z') });
  await patch(id, { reminders: [] });
  expect(await rows(id)).toEqual({});
});

test('the same rules again are no change', async () => {
  const reminders = [{ before: '-PT60M' }, { at: due }];
  const id = await write({ due_date: due, reminders });
  const before = await rows(id);
  expect((await patch(id, { reminders: [...reminders, { before: '-PT1H' }] })).body.version).toBe(1);
  expect(await rows(id)).toEqual(before);
  const standard = await write({ due_date: due });
  expect((await patch(standard, { reminders: [{ before: 'PT0S' }] })).body.version).toBe(1);
});

test('what has rung stays when its rule goes, and what is queued for it is cancelled', async () => {
  const id = await write({ due_date: inMs(hour), reminders: [{ before: 'PT0S' }, { before: '-PT59M' }] });
  const { '-PT59M': reminder } = await rows(id);
  const delivery = await fireReminder(api, reminder?.id ?? 0);
  await patch(id, { reminders: [{ before: 'PT0S' }] });
  expect(await rows(id)).toMatchObject({ '-PT59M': { state: 'fired' }, PT0S: { state: 'pending', generation: 1 } });
  expect(await deliveryOf(api, delivery)).toEqual({ state: 'cancelled', reminder: reminder?.id });
});

test('what has rung goes with its rule once the log does not tell of it any more', async () => {
  const id = await write({ due_date: inMs(hour), reminders: [{ before: 'PT0S' }, { before: '-PT59M' }] });
  await fireReminder(api, (await rows(id))['-PT59M']?.id ?? 0);
  await api.database.pool.query(`update reminders set fired_at = now() - interval '91 days' where state = 'fired'`);
  await patch(id, { reminders: [{ before: 'PT0S' }] });
  expect(Object.keys(await rows(id))).toEqual(['PT0S']);
});

test('what rang at an earlier due date and waits for a later one goes with its rule; the log stays', async () => {
  const id = await write({ due_date: inMs(minute) });
  const delivery = await fireReminder(api, (await rows(id)).PT0S?.id ?? 0);
  await patch(id, { due_date: inMs(day) });
  await patch(id, { reminders: [] });
  expect(await rows(id)).toEqual({});
  expect(await deliveryOf(api, delivery)).toEqual({ state: 'cancelled', reminder: null });
});

test('each reminder is missed or rings by itself', async () => {
  const id = await write({
    due_date: inMs(hour),
    reminders: ['PT0S', '-PT2H', '-PT60M30S'].map((before) => ({ before })),
  });
  expect(await rows(id)).toMatchObject({
    PT0S: { state: 'pending' },
    '-PT2H': { state: 'missed' },
    '-PT1H30S': { state: 'pending' },
  });
  await patch(id, { due_date: inMs(3 * hour) });
  expect(await rows(id)).toMatchObject({ '-PT2H': { state: 'pending', generation: 2 } });
});

test('completing silences all of them, and opening again lets ring what is still to come', async () => {
  const id = await write({ due_date: inMs(hour), reminders: [{ before: 'PT0S' }, { before: '-PT59M' }, { at: due }] });
  await fireReminder(api, (await rows(id))['-PT59M']?.id ?? 0);
  await patch(id, { completed: true });
  const cancelled = { state: 'cancelled', generation: 1 };
  const fired = { state: 'fired', generation: 1 };
  expect(await rows(id)).toMatchObject({ PT0S: cancelled, '-PT59M': fired, [due]: cancelled });
  await patch(id, { completed: false });
  const again = { state: 'pending', generation: 2 };
  expect(await rows(id)).toMatchObject({ PT0S: again, '-PT59M': fired, [due]: again });
});

test('so do the trash, and deleting a list with its todos', async () => {
  const list = (await api.send('POST', '/api/v1/lists', { name: 'a' })).body.id;
  const reminders = [{ before: 'PT0S' }, { before: '-PT59M' }, { at: due }];
  const ids = [
    await write({ due_date: inMs(hour), reminders }),
    await write({ due_date: due, reminders, list_id: list }),
  ];
  const deliveries = await Promise.all(ids.map(async (id) => fireReminder(api, (await rows(id))['-PT59M']?.id ?? 0)));
  await api.send('DELETE', `/api/v1/todos/${ids[0]}`);
  await api.send('DELETE', `/api/v1/lists/${list}?todos=delete`);
  for (const id of ids)
    expect(await rows(id)).toMatchObject({
      PT0S: { state: 'cancelled' },
      '-PT59M': { state: 'fired' },
      [due]: { state: 'cancelled' },
    });
  for (const delivery of deliveries) expect(await deliveryOf(api, delivery)).toMatchObject({ state: 'cancelled' });
  await api.send('POST', `/api/v1/todos/${ids[1]}/restore`);
  expect(await rows(ids[1] ?? 0)).toMatchObject({ PT0S: { state: 'pending' }, [due]: { state: 'pending' } });
});

test('what is due all day rings by the account’s time, and days before count by the clocks of the zone', async () => {
  await api.send('PATCH', '/api/v1/me', { time_zone: 'America/Los_Angeles', default_reminder_time: '08:00' });
  const reminders = ['PT0S', '-P1D', '-PT12H'].map((before) => ({ before }));
  // in Auckland summer time began on 2026-09-27, and so it does on the last Sunday of September 2126
  const id = await write({ due_date: '2126-09-29', time_zone: 'Pacific/Auckland', reminders });
  expect(await rows(id)).toMatchObject({
    PT0S: { at: '2126-09-28T19:00:00.000Z' },
    '-P1D': { at: '2126-09-27T20:00:00.000Z' },
    '-PT12H': { at: '2126-09-28T07:00:00.000Z' },
  });
  await api.send('PATCH', '/api/v1/me', { time_zone: 'UTC', default_reminder_time: '09:00' });
});

test('the account’s zone and time move what depends on them, and nothing else', async () => {
  const timed = '2126-03-11T12:00:00.000Z';
  const at = '2126-03-01T07:00:00.000Z';
  const reminders = [{ before: 'PT0S' }, { before: '-P1D' }, { before: '-PT1H' }, { at }];
  const allDay = await write({ due_date: '2126-03-11', reminders });
  const floating = await write({ due_date: timed, reminders });
  const placed = await write({ due_date: timed, time_zone: 'Asia/Kathmandu', reminders });
  const silent = await write({ due_date: '2126-03-11', reminders });
  await api.send('POST', `/api/v1/todos/${silent}/snooze`, { until: inMs(day) });
  const before = await rows(placed);
  const snooze = (await rows(silent)).snooze;

  // summer time in Los Angeles begins on 2126-03-10
  await api.send('PATCH', '/api/v1/me', { time_zone: 'America/Los_Angeles', default_reminder_time: '10:00' });
  expect(await rows(allDay)).toEqual({
    PT0S: pending('2126-03-11T17:00:00.000Z', 2),
    '-P1D': pending('2126-03-10T17:00:00.000Z', 2),
    '-PT1H': pending('2126-03-11T16:00:00.000Z', 2),
    [at]: pending(at),
  });
  expect(await rows(floating)).toEqual({
    PT0S: pending(timed),
    '-P1D': pending('2126-03-10T12:00:00.000Z'),
    '-PT1H': pending('2126-03-11T11:00:00.000Z'),
    [at]: pending(at),
  });
  expect(await rows(placed)).toEqual(before);
  expect((await rows(silent)).snooze).toEqual(snooze);
  const dawn = await write({ due_date: '2126-03-10T12:00:00Z', reminders: [{ before: '-P1D' }] });
  expect(await rows(dawn)).toEqual({ '-P1D': pending('2126-03-09T13:00:00.000Z') });
  await api.send('PATCH', '/api/v1/me', { time_zone: 'UTC', default_reminder_time: '09:00' });
  expect(await rows(dawn)).toEqual({ '-P1D': pending('2126-03-09T12:00:00.000Z', 2) });
});

test('each occurrence rings by all rules before it, over both changes of clocks; a moment rings once', async () => {
  const at = inMs(day);
  const id = await write({
    due_date: '2127-03-27T09:00:00+01:00',
    time_zone: 'Europe/Berlin',
    recurrence: 'FREQ=DAILY',
    reminders: [{ before: '-P1D' }, { at }],
  });
  const atNineInBerlin = (moment?: string) =>
    new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' }).format(
      new Date(moment ?? ''),
    );
  await fireReminder(api, (await rows(id))[at]?.id ?? 0);
  // summer time begins on 2127-03-30
  for (const day of ['26', '27', '28', '29', '30', '31']) {
    const { '-P1D': reminder, [at]: once } = await rows(id);
    expect(reminder?.state).toBe('pending');
    expect(atNineInBerlin(reminder?.at)).toBe(`2127-03-${day} 09:00`);
    expect(once).toMatchObject({ state: 'fired', generation: 1 });
    await patch(id, { completed: true });
  }
  await patch(id, { due_date: '2127-10-25T09:00:00+02:00' });
  // it ends on 2127-10-26
  for (const day of ['24', '25', '26', '27']) {
    expect(atNineInBerlin((await rows(id))['-P1D']?.at)).toBe(`2127-10-${day} 09:00`);
    await api.send('POST', `/api/v1/todos/${id}/skip`);
  }
});

test('due at the ends of the calendar it is missed or waits, and nothing breaks', async () => {
  const reminders = [{ before: '-P366D' }, { before: 'PT0S' }];
  const first = await write({ due_date: '0001-01-01', time_zone: 'Pacific/Kiritimati', reminders });
  expect(await rows(first)).toMatchObject({ '-P366D': { state: 'missed' }, PT0S: { state: 'missed' } });
  const last = await write({ due_date: '9999-12-31', time_zone: 'Etc/GMT+12', reminders });
  expect(await rows(last)).toMatchObject({ PT0S: { state: 'pending' } });
});

test('a batch of 500 writes and changes the reminders of all', async () => {
  const reminders = [{ before: '-PT15M' }, { before: '-P1D' }, { at: due }];
  const create = { op: 'create', todo: { description: 'a', due_date: due, reminders } };
  const made = await api.send('POST', '/api/v1/todos/batch', { operations: Array.from({ length: 500 }, () => create) });
  expect(made.status).toBe(200);
  const ids: number[] = made.body.results.map(({ todo }: { todo: { id: number } }) => todo.id);
  const count = async () => {
    const { rows } = await api.database.pool.query(
      'select trigger, state, fire_at, count(*)::int from reminders where todo_id = any($1) group by 1, 2, 3 order by 1',
      [ids],
    );
    return rows.map(({ trigger, state, fire_at, count }) => [trigger, state, fire_at.toISOString(), count]);
  };
  expect(await count()).toEqual([
    ['-P1D', 'pending', '2126-03-09T12:00:00.000Z', 500],
    ['-PT15M', 'pending', '2126-03-10T11:45:00.000Z', 500],
    [due, 'pending', due, 500],
  ]);
  const change = { due_date: '2126-03-11T12:00:00Z', reminders: [{ before: '-PT15M' }, { before: 'PT0S' }] };
  const operations = ids.map((id) => ({ op: 'update', id, todo: change }));
  expect((await api.send('POST', '/api/v1/todos/batch', { operations })).status).toBe(200);
  expect(await count()).toEqual([
    ['-PT15M', 'pending', '2126-03-11T11:45:00.000Z', 500],
    ['PT0S', 'pending', '2126-03-11T12:00:00.000Z', 500],
  ]);
});

test('two who change it at once leave what one of them asked for, whole', async () => {
  const id = await write({ due_date: due });
  const asked = Array.from({ length: 12 }, (_, i) => [{ before: `-PT${i + 1}M` }, { before: `-PT${i + 1}H` }]);
  const answers = await Promise.all(asked.map((reminders) => patch(id, { reminders })));
  expect(answers.map(({ status }) => status)).toEqual(asked.map(() => 200));
  const { reminders, version } = await read(id);
  expect(version).toBe(13);
  expect(Object.keys(await rows(id)).sort()).toEqual(reminders.map(({ before }: { before: string }) => before).sort());
});
