import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { hour, inMs, remindersOf } from './ringing.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const due = '2126-03-10T12:00:00.000Z';
const quarter = [{ before: '-PT15M' }];
const dayBefore = [{ before: '-P1D' }, { before: 'PT0S' }];
const standard = [{ before: 'PT0S' }];

const setMine = (default_reminders: unknown) => api.send('PATCH', '/api/v1/me', { default_reminders });
afterEach(() => setMine(null));
const post = async (todo: object) =>
  (await api.send('POST', '/api/v1/todos', { description: 'a', due_date: due, ...todo })).body;
const patch = (id: number, change: object) => api.send('PATCH', `/api/v1/todos/${id}`, change);
const makeList = async (default_reminders?: unknown): Promise<number> =>
  (
    await api.send('POST', '/api/v1/lists', {
      name: 'a',
      ...(default_reminders !== undefined && { default_reminders }),
    })
  ).body.id;
const triggers = async (id: number) => Object.keys(await remindersOf(api, id)).sort();

test('an account has none of its own at first, and shows those that it is given', async () => {
  expect((await api.send('GET', '/api/v1/me')).body.default_reminders).toBeNull();
  expect(
    (await setMine([{ before: '-P1D' }, { before: '-PT24H' }, { before: '-P1D' }])).body.default_reminders,
  ).toEqual([{ before: '-P1D' }, { before: '-PT24H' }]);
  expect((await api.send('PATCH', '/api/v1/me', { name: 'A' })).body.default_reminders).toHaveLength(2);
  expect((await setMine(null)).body.default_reminders).toBeNull();
});

test('new todos ring by the account’s, at once, and keep that when these change', async () => {
  expect((await post({})).reminders).toEqual(standard);
  await setMine(quarter);
  const { id, reminders } = await post({});
  expect(reminders).toEqual(quarter);
  expect(await triggers(id)).toEqual(['-PT15M']);
  await setMine([]);
  expect((await post({})).reminders).toEqual([]);
  expect((await api.send('GET', `/api/v1/todos/${id}`)).body).toMatchObject({ reminders: quarter, version: 1 });
  expect(await triggers(id)).toEqual(['-PT15M']);
});

test.each([
  ['all day', { due_date: '2126-03-10' }],
  ['recurring', { recurrence: 'FREQ=DAILY' }],
  ['without a due date', { due_date: null }],
  ['completed', { completed: true }],
])('so do those of every kind: %s', async (_, todo) => {
  await setMine(quarter);
  expect((await post(todo)).reminders).toEqual(quarter);
  expect((await post({ ...todo, list_id: await makeList(dayBefore) })).reminders).toEqual(dayBefore);
});

test('what a todo says of itself counts more, and null says nothing', async () => {
  await setMine(quarter);
  const list_id = await makeList(dayBefore);
  expect((await post({ reminders: standard, list_id })).reminders).toEqual(standard);
  expect((await post({ reminders: [], list_id })).reminders).toEqual([]);
  expect((await post({ reminders: null, list_id })).reminders).toEqual(dayBefore);
  expect((await post({ reminders: null })).reminders).toEqual(quarter);
});

test('those of a list count more than the account’s, also where there are none and where they are the standard', async () => {
  const list_id = await makeList(dayBefore);
  expect((await api.send('GET', `/api/v1/lists/${list_id}`)).body.default_reminders).toEqual(dayBefore);
  const { id, reminders } = await post({ list_id });
  expect(reminders).toEqual(dayBefore);
  expect(await triggers(id)).toEqual(['-P1D', 'PT0S']);
  await setMine(quarter);
  expect((await post({ list_id })).reminders).toEqual(dayBefore);
  expect((await post({ list_id: await makeList() })).reminders).toEqual(quarter);
  expect((await post({ list_id: await makeList(standard) })).reminders).toEqual(standard);
  expect((await post({ list_id: await makeList([]) })).reminders).toEqual([]);
});

test('a list’s change raises its version, but none of its todos', async () => {
  const list_id = await makeList(dayBefore);
  const { id } = await post({ list_id });
  const change = (default_reminders: unknown) => api.send('PATCH', `/api/v1/lists/${list_id}`, { default_reminders });
  expect((await change(quarter)).body).toMatchObject({ default_reminders: quarter, version: 2 });
  expect((await change(quarter)).body.version).toBe(2);
  expect((await change(null)).body).toMatchObject({ default_reminders: null, version: 3 });
  expect((await api.send('GET', `/api/v1/todos/${id}`)).body).toMatchObject({ reminders: dayBefore, version: 1 });
  expect((await api.send('PATCH', `/api/v1/lists/${list_id}`, { name: 'b' })).body.default_reminders).toBeNull();
});

test('a part rings by the rules of the list that it is in with its parent', async () => {
  const { id } = await post({ list_id: await makeList(dayBefore) });
  expect((await post({ parent_id: id })).reminders).toEqual(dayBefore);
});

test('reminders: null takes what is the default now, where the todo is then', async () => {
  const list_id = await makeList(dayBefore);
  const { id } = await post({ reminders: quarter });
  expect((await patch(id, { reminders: null })).body).toMatchObject({ reminders: standard, version: 2 });
  expect((await patch(id, { reminders: null, list_id })).body).toMatchObject({ reminders: dayBefore, version: 3 });
  expect(await triggers(id)).toEqual(['-P1D', 'PT0S']);
  await setMine(quarter);
  expect((await patch(id, { reminders: null, list_id: null })).body.reminders).toEqual(quarter);
  expect(await triggers(id)).toEqual(['-PT15M']);
});

test('moving to another list changes no rule', async () => {
  const { id } = await post({ reminders: quarter });
  expect((await patch(id, { list_id: await makeList(dayBefore) })).body.reminders).toEqual(quarter);
});

test('a batch writes by the defaults, too', async () => {
  await setMine(quarter);
  const list_id = await makeList(dayBefore);
  const todo = { description: 'a', due_date: due };
  const operations = [{ ...todo }, { ...todo, list_id }, { ...todo, list_id, reminders: [] }].map((each) => ({
    op: 'create',
    todo: each,
  }));
  const { body } = await api.send('POST', '/api/v1/todos/batch', { operations });
  const shown = body.results.map(({ todo }: { todo: { reminders: unknown } }) => todo.reminders);
  expect(shown).toEqual([quarter, dayBefore, []]);
});

test.each([
  [[{ at: due }], '/default_reminders/0/at'],
  [[{ before: 'PT1H' }], '/default_reminders/0/before'],
  [[{}], '/default_reminders/0/before'],
  [Array.from({ length: 21 }, (_, i) => ({ before: `-PT${i}M` })), '/default_reminders'],
  ['-PT1H', '/default_reminders'],
])('%j are no defaults', async (default_reminders, pointer) => {
  const list = await makeList(quarter);
  const answers = [
    await setMine(default_reminders),
    await api.send('POST', '/api/v1/lists', { name: 'a', default_reminders }),
    await api.send('PATCH', `/api/v1/lists/${list}`, { default_reminders }),
  ];
  for (const { status, body } of answers) {
    expect(status).toBe(400);
    expect(body.errors).toContainEqual(expect.objectContaining({ pointer }));
  }
  expect((await api.send('GET', `/api/v1/lists/${list}`)).body.default_reminders).toEqual(quarter);
});

test('where a label is missing, a list with defaults hides nothing of it', async () => {
  const list_id = await makeList(dayBefore);
  const answer = await api.send('POST', '/api/v1/todos', { description: 'a', list_id, label_ids: [999_999] });
  expect(answer).toMatchObject({ status: 404, body: { detail: 'There is no label 999999.' } });
});

test('many at once, while the defaults of the list change, each have one or the other', async () => {
  const list_id = await makeList(dayBefore);
  const writes = Array.from({ length: 20 }, () => post({ list_id, due_date: inMs(hour) }));
  const changes = [quarter, null, dayBefore].map((default_reminders) =>
    api.send('PATCH', `/api/v1/lists/${list_id}`, { default_reminders }),
  );
  await Promise.all(changes);
  for (const { id, reminders } of await Promise.all(writes)) {
    expect([dayBefore, quarter, standard]).toContainEqual(reminders);
    expect(await triggers(id)).toEqual(reminders.map(({ before }: { before: string }) => before).sort());
  }
});
