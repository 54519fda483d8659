import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { addPerson } from './person.ts';
import { fireReminder, remindersOf } from './ringing.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.database.pool.query('truncate todos cascade');
});

async function write(due_date: string, todo: object = {}): Promise<number> {
  const { body } = await api.send('POST', '/api/v1/todos', { description: 'a', due_date, ...todo });
  return body.id;
}
const list = (query = '') => api.send('GET', `/api/v1/reminders${query}`);
const moments = async (query = '') =>
  (await list(query)).body.data.map(({ scheduled_for }: { scheduled_for: string }) => scheduled_for);

test('lists what will ring of all todos, the next first', async () => {
  const tea = await write('2126-01-02T09:00:00Z', {
    description: 'tea',
    reminders: [{ before: 'PT0S' }, { before: '-P2D' }, { before: '-PT1H' }],
  });
  const milk = await write('2126-01-01T09:00:00Z', { description: 'milk' });
  await write('2020-01-01T09:00:00Z');
  expect((await list()).body).toEqual({
    data: [
      {
        id: expect.any(Number),
        todo_id: tea,
        trigger: '-P2D',
        scheduled_for: '2125-12-31T09:00:00.000Z',
        description: 'tea',
      },
      {
        id: expect.any(Number),
        todo_id: milk,
        trigger: 'PT0S',
        scheduled_for: '2126-01-01T09:00:00.000Z',
        description: 'milk',
      },
      {
        id: expect.any(Number),
        todo_id: tea,
        trigger: '-PT1H',
        scheduled_for: '2126-01-02T08:00:00.000Z',
        description: 'tea',
      },
      {
        id: expect.any(Number),
        todo_id: tea,
        trigger: 'PT0S',
        scheduled_for: '2126-01-02T09:00:00.000Z',
        description: 'tea',
      },
    ],
    next_cursor: null,
  });
});

test('what has rung, is silent, completed, or in the trash is not in it; a snooze is', async () => {
  const rung = await write('2126-01-01T09:00:00Z');
  await fireReminder(api, (await remindersOf(api, rung)).PT0S?.id ?? 0);
  const done = await write('2126-01-01T09:00:00Z');
  await api.send('PATCH', `/api/v1/todos/${done}`, { completed: true });
  await api.send('DELETE', `/api/v1/todos/${await write('2126-01-01T09:00:00Z')}`);
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const snoozed = await write(soon);
  await api.send('POST', `/api/v1/todos/${snoozed}/snooze`, { duration: 'PT2H' });
  const { data } = (await list()).body;
  expect(data).toMatchObject([{ todo_id: snoozed, trigger: 'snooze' }]);
  // its id is good for snoozing it again
  const { status } = await api.send('POST', `/api/v1/reminders/${data[0].id}/snooze`, { duration: 'P1D' });
  expect(status).toBe(200);
});

test('what was past when it was written never rings, and can be told from what will', async () => {
  const due = new Date(Date.now() + 5 * 60_000).toISOString();
  const early = { reminders: [{ before: '-PT15M' }] };
  const tea = await write(due, { ...early, description: 'tea' });
  const milk = await write(due, { reminders: [...early.reminders, { before: 'PT0S' }] });
  const done = await write(due, early);
  await api.send('PATCH', `/api/v1/todos/${done}`, { completed: true });
  await api.send('DELETE', `/api/v1/todos/${await write(due, early)}`);
  const todos = async (query: string) =>
    (await list(query)).body.data.map(({ todo_id }: { todo_id: number }) => todo_id);
  expect(await todos('?state=missed')).toEqual([tea, milk]);
  expect(await todos('?state=pending')).toEqual([milk]);
  expect((await list(`?state=missed&todo_id=${tea}`)).body.data).toEqual([
    {
      id: expect.any(Number),
      todo_id: tea,
      trigger: '-PT15M',
      scheduled_for: new Date(Date.parse(due) - 15 * 60_000).toISOString(),
      description: 'tea',
    },
  ]);
  // a cursor is good for the same reminders only
  const { next_cursor } = (await list('?state=missed&limit=1')).body;
  expect((await list(`?state=missed&cursor=${next_cursor}`)).body.data).toMatchObject([{ todo_id: milk }]);
  expect(await list(`?cursor=${next_cursor}`)).toMatchObject({ status: 400 });
  // it rings once its moment is to come
  await api.send('PATCH', `/api/v1/todos/${tea}`, { due_date: '2126-01-01T09:00:00Z' });
  expect(await todos('?state=missed')).toEqual([milk]);
});

test('narrows to a time and to a todo', async () => {
  const days = ['01', '02', '03'].map((day) => `2126-01-${day}T09:00:00.000Z`);
  const ids = [];
  for (const due of days) ids.push(await write(due));
  expect(await moments(`?after=${days[1]}`)).toEqual(days.slice(1));
  expect(await moments(`?before=${days[1]}`)).toEqual(days.slice(0, 1));
  expect(await moments(`?after=${days[0]}&before=${days[2]}`)).toEqual(days.slice(0, 2));
  expect(await moments(`?todo_id=${ids[2]}`)).toEqual(days.slice(2));
  expect(await moments(`?todo_id=${ids[2]}&before=${days[2]}`)).toEqual([]);
  expect(await list('?todo_id=999999')).toMatchObject({ status: 404 });
  for (const bad of ['after=tomorrow', 'before=2126-01-01', 'todo_id=a', 'state=fired', 'limit=0'])
    expect(await list(`?${bad}`)).toMatchObject({ status: 400 });
});

test('is paged through, each once, though many ring at the same moment and others come and go', async () => {
  const due = '2126-01-01T09:00:00Z';
  const reminders = ['PT0S', '-PT1M', '-PT2M'].map((before) => ({ before }));
  const ids: number[] = [];
  for (let i = 0; i < 10; i += 1) ids.push(await write(due, { reminders }));
  const seen: number[] = [];
  let cursor: string | null = null;
  do {
    const { body } = await list(`?limit=7${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    expect(body).toMatchObject({ data: expect.any(Array) });
    seen.push(...body.data.map(({ id }: { id: number }) => id));
    cursor = body.next_cursor;
    await write('2126-01-01T08:00:00Z');
  } while (cursor !== null);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength(30);
  const mixed = await list('?limit=1');
  expect(await list(`?before=${due}&cursor=${encodeURIComponent(mixed.body.next_cursor)}`)).toMatchObject({
    status: 400,
  });
});

test('is the account’s own', async () => {
  const id = await write('2126-01-01T09:00:00Z');
  const { PT0S: reminder } = await remindersOf(api, id);
  const other = await addPerson(api);
  await other.signIn();
  expect((await other.send('GET', '/api/v1/reminders')).body.data).toEqual([]);
  expect((await other.send('GET', `/api/v1/reminders?todo_id=${id}`)).status).toBe(404);
  const snooze = await other.send('POST', `/api/v1/reminders/${reminder?.id}/snooze`, { duration: 'PT1H' });
  expect(snooze.status).toBe(404);
});

test('needs no more than its index for a page of very many', async () => {
  await api.database.pool.query(
    `with t as (
       insert into todos (user_id, description, completed, due_date)
       select 1, 'a', false, now() + i * interval '1 minute' from generate_series(1, 5000) i returning id, due_date
     )
     insert into reminders (user_id, todo_id, fire_at, state) select 1, id, due_date, 'pending' from t`,
  );
  await api.database.pool.query('analyze reminders, todos');
  const { rows } = await api.database.pool.query<{ 'QUERY PLAN': string }>(
    `explain select r.id from reminders r join todos t on t.user_id = r.user_id and t.id = r.todo_id
     where r.user_id = 1 and r.state = 'pending' order by r.fire_at, r.id limit 51`,
  );
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('reminders_upcoming_index');
  expect(plan).not.toMatch(/Sort|Seq Scan/);
  expect((await list('?limit=200')).body.data).toHaveLength(200);
});
