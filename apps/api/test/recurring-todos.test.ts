import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function write(todo: object): Promise<number> {
  const { status, body } = await api.send('POST', '/api/v1/todos', { description: 'a', ...todo });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}
const path = (id: number, more = '') => `/api/v1/todos/${id}${more}`;
const patch = (id: number, change: object) => api.send('PATCH', path(id), change);
const complete = (id: number) => patch(id, { completed: true });
const completions = async (id: number) => (await api.send('GET', path(id, '/completions'))).body.data;

async function reminder(id: number) {
  const { rows } = await api.database.pool.query(
    'select state, fire_at, generation from reminders where todo_id = $1',
    [id],
  );
  return rows[0];
}

/** A day from today on, in UTC. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('completing moves a recurring todo to its next date, rings then, and writes down what was done', async () => {
  const id = await write({ due_date: '2126-01-07T09:00:00Z', recurrence: 'RRULE:INTERVAL=1;FREQ=WEEKLY' });
  const { body } = await complete(id);
  expect(body).toMatchObject({
    completed: false,
    completed_at: null,
    due_date: '2126-01-14T09:00:00.000Z',
    recurrence: 'FREQ=WEEKLY',
    version: 2,
  });
  expect(await reminder(id)).toEqual({ state: 'pending', fire_at: new Date('2126-01-14T09:00:00Z'), generation: 2 });
  await complete(id);
  expect(await completions(id)).toMatchObject([
    { due_date: '2126-01-14T09:00:00.000Z', completed_at: expect.any(String) },
    { due_date: '2126-01-07T09:00:00.000Z' },
  ]);
});

test('what was missed does not pile up', async () => {
  const id = await write({ due_date: '2020-01-01T09:00:00Z', recurrence: 'FREQ=DAILY' });
  const next = Date.parse((await complete(id)).body.due_date);
  expect(next).toBeGreaterThan(Date.now());
  expect(next).toBeLessThan(Date.now() + 2 * 86_400_000);
});

test('a day stays a day, and its log shows days', async () => {
  const id = await write({ due_date: '2126-01-31', recurrence: 'FREQ=MONTHLY' });
  expect((await complete(id)).body.due_date).toBe('2126-02-28');
  expect((await complete(id)).body.due_date).toBe('2126-03-31');
  expect(await completions(id)).toMatchObject([{ due_date: '2126-02-28' }, { due_date: '2126-01-31' }]);
});

test('it keeps its time of day in its zone, or else the account’s, over a change of the clocks', async () => {
  const daily = { due_date: '2126-03-30T08:00:00+01:00', recurrence: 'FREQ=DAILY' };
  const inBerlin = await write({ ...daily, time_zone: 'Europe/Berlin' });
  const floating = await write(daily);
  // the clocks go forward on 2126-03-31
  expect((await complete(inBerlin)).body.due_date).toBe('2126-03-31T06:00:00.000Z');
  expect((await complete(floating)).body.due_date).toBe('2126-03-31T07:00:00.000Z');
});

test('counted from the completion, the next date is so many days after it was done', async () => {
  const id = await write({ due_date: inDays(-10), recurrence: 'FREQ=DAILY;INTERVAL=3', recurrence_from: 'completion' });
  expect((await complete(id)).body.due_date).toBe(inDays(3));
});

test('after the last of COUNT and UNTIL it is completed like any other', async () => {
  const twice = await write({ due_date: '2126-01-01', recurrence: 'FREQ=DAILY;COUNT=2' });
  expect((await complete(twice)).body).toMatchObject({ completed: false, due_date: '2126-01-02' });
  expect((await complete(twice)).body).toMatchObject({ completed: true, due_date: '2126-01-02' });
  expect(await completions(twice)).toHaveLength(2);
  expect(await reminder(twice)).toMatchObject({ state: 'cancelled' });

  const until = await write({ due_date: '2126-01-01', recurrence: 'FREQ=WEEKLY;UNTIL=21260110' });
  expect((await complete(until)).body).toMatchObject({ completed: false, due_date: '2126-01-08' });
  expect((await complete(until)).body.completed).toBe(true);
});

test('the last before UNTIL may be put off beyond it, which ends the series', async () => {
  const recurrence = 'FREQ=WEEKLY;UNTIL=21260101';
  const id = await write({ due_date: '2126-01-01', recurrence });
  expect((await patch(id, { due_date: '2126-01-03' })).status).toBe(200);
  // whoever sends all of a todo sends its rule as well
  expect((await patch(id, { due_date: '2126-01-04', recurrence })).status).toBe(200);
  expect((await patch(id, { recurrence: 'FREQ=DAILY;UNTIL=21260103' })).status).toBe(400);
  expect((await complete(id)).body).toMatchObject({ completed: true, due_date: '2126-01-04' });
});

test('the last of a series that is opened again is no more done than before', async () => {
  const id = await write({ due_date: '2126-01-01', recurrence: 'FREQ=DAILY;COUNT=2' });
  await complete(id);
  await complete(id);
  const [, first] = await completions(id);
  expect((await patch(id, { completed: false })).body).toMatchObject({ completed: false, due_date: '2126-01-02' });
  expect(await completions(id)).toEqual([first]);
  expect((await complete(id)).body).toMatchObject({ completed: true, due_date: '2126-01-02' });
  expect((await completions(id)).map(({ due_date }: { due_date: string }) => due_date)).toEqual([
    '2126-01-02',
    '2126-01-01',
  ]);
  // all in one transaction
  const operations = [false, true, false].map((completed) => ({ op: 'update', id, todo: { completed } }));
  expect((await api.send('POST', '/api/v1/todos/batch', { operations })).status).toBe(200);
  expect(await completions(id)).toEqual([first]);
  // of a series that begins anew nothing was done yet, and what was done before stays
  await complete(id);
  await patch(id, { completed: false, due_date: '2126-03-01' });
  expect(await completions(id)).toHaveLength(2);
});

test('the latest completion can be taken back, one after the other, the last of a series too', async () => {
  const id = await write({ due_date: '2126-01-01', recurrence: 'FREQ=DAILY;COUNT=3', recurrence_from: 'completion' });
  for (let i = 0; i < 3; i += 1) await complete(id);
  const [third, second] = await completions(id);
  expect((await api.send('DELETE', path(id, `/completions/${second.id}`))).status).toBe(409);
  const undone = await api.send('DELETE', path(id, `/completions/${third.id}`));
  expect(undone).toMatchObject({
    status: 200,
    body: { completed: false, completed_at: null, due_date: third.due_date },
  });
  expect(undone.headers.get('etag')).toBe(`"${undone.body.version}"`);
  expect(await reminder(id)).toMatchObject({ state: 'pending' });
  await api.send('DELETE', path(id, `/completions/${second.id}`));
  expect((await completions(id)).length).toBe(1);
  expect((await api.send('DELETE', path(id, `/completions/${second.id}`))).status).toBe(404);
  // two are left of COUNT=3, as if nothing had been done
  expect((await complete(id)).body.completed).toBe(false);
  expect((await complete(id)).body.completed).toBe(true);
});

test('a completion of a series that was changed since stays', async () => {
  const id = await write({ due_date: '2126-01-01', recurrence: 'FREQ=DAILY' });
  await complete(id);
  await patch(id, { due_date: '2126-05-05' });
  const [latest] = await completions(id);
  expect((await api.send('DELETE', path(id, `/completions/${latest.id}`))).status).toBe(409);
  expect((await complete(id)).body.due_date).toBe('2126-05-06');
});

test('skipping moves on with nothing done, but not past the end', async () => {
  const id = await write({ due_date: '2126-01-01', recurrence: 'FREQ=DAILY;COUNT=2' });
  const skipped = await api.send('POST', path(id, '/skip'));
  expect(skipped).toMatchObject({ status: 200, body: { due_date: '2126-01-02', completed: false } });
  expect(await completions(id)).toEqual([]);
  expect(await api.send('POST', path(id, '/skip'))).toMatchObject({ status: 409 });
  expect(await api.send('POST', path(await write({ due_date: '2126-01-01' }), '/skip'))).toMatchObject({ status: 409 });
  expect((await api.send('POST', path(id, '/skip'), undefined, { 'if-match': '"1"' })).status).toBe(412);
});

test('the next dates can be seen before', async () => {
  const id = await write({ due_date: '2126-02-01T09:00:00Z', recurrence: 'FREQ=MONTHLY;BYDAY=-1FR;COUNT=4' });
  const { body } = await api.send('GET', path(id, '/occurrences?limit=2'));
  expect(body).toEqual({ data: ['2126-02-22T09:00:00.000Z', '2126-03-29T09:00:00.000Z'] });
  expect((await api.send('GET', path(id, '/occurrences'))).body.data).toHaveLength(3);
  expect((await api.send('GET', path(await write({}), '/occurrences'))).body).toEqual({ data: [] });
  expect((await api.send('GET', path(99_999_999, '/occurrences'))).status).toBe(404);
  expect((await api.send('GET', path(99_999_999, '/completions'))).status).toBe(404);
});

test('a patch begins the series anew where it says when, and leaves it alone where it does not', async () => {
  const id = await write({ due_date: '2126-01-31', recurrence: 'FREQ=MONTHLY' });
  expect((await complete(id)).body.due_date).toBe('2126-02-28');
  // the same again is no change: the 31st is not forgotten
  await patch(id, { due_date: '2126-02-28', recurrence: 'FREQ=MONTHLY', description: 'b' });
  expect((await complete(id)).body.due_date).toBe('2126-03-31');
  await patch(id, { due_date: '2126-03-30' });
  expect((await complete(id)).body.due_date).toBe('2126-04-30');
  expect((await complete(id)).body.due_date).toBe('2126-05-30');
});

test('without a due date nothing recurs', async () => {
  const id = await write({ due_date: '2126-01-01', recurrence: 'FREQ=DAILY' });
  expect(await patch(id, { due_date: null })).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: '/due_date', message: expect.stringContaining('"recurrence": null') }] },
  });
  expect((await patch(id, { due_date: null, recurrence: null })).body).toMatchObject({
    due_date: null,
    recurrence: null,
  });
  expect((await complete(id)).body.completed).toBe(true);
  expect(await completions(id)).toEqual([]);
});

test('what is wrong with a rule is said', async () => {
  const { status, body } = await patch(await write({ due_date: '2126-01-01' }), { recurrence: 'FREQ=DAILY;BYHOUR=9' });
  expect(status).toBe(400);
  expect(body.errors[0]).toMatchObject({
    in: 'body',
    pointer: '/recurrence',
    message: expect.stringContaining('BYHOUR'),
  });
});

test('a list to tick off begins anew with the next date of the whole', async () => {
  const id = await write({ due_date: '2126-01-01', recurrence: 'FREQ=WEEKLY' });
  const part = await write({ parent_id: id, completed: true });
  await complete(id);
  expect((await api.send('GET', path(part))).body).toMatchObject({ completed: false, completed_at: null });
});

test('parts that recur move on when they are completed with the whole', async () => {
  const id = await write({});
  const part = await write({ parent_id: id, due_date: '2126-01-01', recurrence: 'FREQ=DAILY' });
  await patch(id, { completed: true, complete_children: true });
  expect((await api.send('GET', path(part))).body).toMatchObject({ completed: false, due_date: '2126-01-02' });
});

test('two who complete it at once complete two occurrences, or with If-Match one', async () => {
  const id = await write({ due_date: '2126-01-01', recurrence: 'FREQ=DAILY' });
  await Promise.all([complete(id), complete(id)]);
  expect((await api.send('GET', path(id))).body).toMatchObject({ due_date: '2126-01-03', version: 3 });
  const careful = () => api.send('PATCH', path(id), { completed: true }, { 'if-match': '"3"' });
  const answers = await Promise.all([careful(), careful()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
});
