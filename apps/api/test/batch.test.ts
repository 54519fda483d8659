import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const batch = (body: object, headers = {}) => api.send('POST', '/api/v1/todos/batch', body, headers);
const create = (todo = {}) => ({ op: 'create', todo: { description: 'a', ...todo } });
async function write(todo = {}): Promise<number> {
  const { body } = await batch({ operations: [create(todo)] });
  return body.results[0].todo.id;
}
const read = async (id: number) => (await api.send('GET', `/api/v1/todos/${id}`)).body;
const count = async () => (await api.database.pool.query('select from todos')).rowCount;

test('creates, changes and deletes at once, each with its status', async () => {
  const [changed, deleted] = [await write(), await write()];
  const { status, body } = await batch({
    atomic: true,
    operations: [
      create({ due_date: '2126-01-01' }),
      { op: 'update', id: changed, todo: { description: 'b', due_date: '2126-02-02T00:00:00Z' } },
      { op: 'delete', id: deleted },
    ],
  });
  expect(status).toBe(200);
  expect(body.results).toMatchObject([
    { status: 201, todo: { description: 'a', due_date: '2126-01-01' } },
    { status: 200, todo: { id: changed, description: 'b', version: 2 } },
    { status: 204 },
  ]);
  expect(await read(changed)).toEqual(body.results[1].todo);
  expect(await read(deleted)).toMatchObject({ status: 404 });
  const { rows } = await api.database.pool.query('select state, fire_at from reminders where todo_id = $1', [changed]);
  expect(rows).toEqual([{ state: 'pending', fire_at: new Date('2126-02-02T00:00:00Z') }]);
});

test('all or nothing: the first that is refused is named, and nothing has changed', async () => {
  const id = await write({ label_ids: [] });
  const before = [await read(id), await count()];
  const { status, body } = await batch({
    operations: [
      create(),
      { op: 'update', id, todo: { description: 'b' } },
      { op: 'delete', id: 99_999_999 },
      create(),
    ],
  });
  expect(status).toBe(404);
  expect(body).toMatchObject({ code: 'not_found', errors: [{ in: 'body', pointer: '/operations/2' }] });
  expect([await read(id), await count()]).toEqual(before);
});

test('todos with more than 16 MB of text together, each as often as it is named, are refused before they are read', async () => {
  const { rows } = await api.database.pool.query<{ id: number }>(
    `insert into todos (user_id, completed, description, notes)
     select 1, false, 'long', repeat('-', 200000) from generate_series(1, 2) returning id::int`,
  );
  const [first, second] = rows.map(({ id }) => id);
  const update = (id: number | undefined, times: number) =>
    Array.from({ length: times }, () => ({ op: 'update', id, todo: { completed: true } }));
  const { status, body } = await batch({ atomic: false, operations: [...update(first, 40), ...update(second, 41)] });
  expect([status, body.code, body.detail]).toEqual([409, 'conflict', expect.stringContaining('16 MB')]);
  expect(await read(first ?? 0)).toMatchObject({ version: 1, completed: false });
  const fitting = await batch({ operations: [...update(first, 39), ...update(second, 39)] });
  expect(fitting.status).toBe(200);
  expect(fitting.body.results).toHaveLength(78);
});

test('or each by itself: what is refused says why, the others happen', async () => {
  const [id, recurring] = [await write(), await write({ due_date: '2126-01-01', recurrence: 'FREQ=DAILY' })];
  const { status, body } = await batch({
    atomic: false,
    operations: [
      { op: 'update', id, version: 7, todo: { description: 'not this' } },
      { op: 'update', id, version: 1, todo: { description: 'this' } },
      { op: 'update', id: recurring, todo: { priority: 3, due_date: null } },
      { op: 'update', id: recurring, todo: { completed: true } },
      create({ list_id: 99_999_999 }),
      create({ recurrence: 'FREQ=DAILY', due_date: '2126-01-01T00:00:00Z' }),
      { op: 'delete', id: 99_999_999 },
    ],
  });
  expect(status).toBe(200);
  expect(body.results).toMatchObject([
    { status: 412, problem: { code: 'precondition_failed' } },
    { status: 200, todo: { description: 'this', version: 2 } },
    { status: 400, problem: { errors: [{ pointer: '/operations/2/todo/due_date' }] } },
    { status: 200, todo: { due_date: '2126-01-02', priority: 0, completed: false } },
    { status: 404, problem: { code: 'not_found' } },
    { status: 201, todo: { recurrence: 'FREQ=DAILY' } },
    { status: 404 },
  ]);
});

test('operations see what those before them did', async () => {
  const [whole, part] = [await write(), await write()];
  const { body } = await batch({
    atomic: false,
    operations: [
      { op: 'update', id: part, todo: { parent_id: whole } },
      { op: 'update', id: whole, todo: { parent_id: part } },
      create({ parent_id: part }),
      { op: 'delete', id: whole },
      { op: 'update', id: part, todo: { description: 'b' } },
      create({ parent_id: part }),
      { op: 'delete', id: whole, purge: true },
      { op: 'delete', id: whole, purge: true },
      create({ parent_id: whole }),
    ],
  });
  expect(body.results.map(({ status }: { status: number }) => status)).toEqual([
    200, 409, 201, 204, 404, 404, 204, 404, 404,
  ]);
  // what is not there any more is not shown
  expect(body.results[0]).toEqual({ status: 200 });
});

test('500 operations, and not one more', async () => {
  const made = await batch({
    operations: Array.from({ length: 500 }, (_, i) => create({ due_date: `2126-01-01T00:00:00Z`, priority: i % 5 })),
  });
  expect(made.status).toBe(200);
  const ids: number[] = made.body.results.map(({ todo }: { todo: { id: number } }) => todo.id);
  expect(new Set(ids).size).toBe(500);
  const done = await batch({ operations: ids.map((id) => ({ op: 'update', id, todo: { completed: true } })) });
  expect(new Set(done.body.results.map(({ todo }: { todo: { completed: boolean } }) => todo.completed))).toEqual(
    new Set([true]),
  );
  const { rows } = await api.database.pool.query(
    'select state, count(*)::int from reminders where todo_id = any($1) group by 1',
    [ids],
  );
  expect(rows).toEqual([{ state: 'cancelled', count: 500 }]);
  expect((await batch({ operations: ids.map((id) => ({ op: 'delete', id })) })).status).toBe(200);
  const tooMany = await batch({ operations: Array.from({ length: 501 }, () => create()) });
  expect(tooMany).toMatchObject({ status: 400, body: { errors: [{ pointer: '/operations' }] } });
});

test('what is wrong with an operation is said of that alone', async () => {
  const { status, body } = await batch({
    operations: [
      create({ priority: 9 }),
      { op: 'update', id: 1, todo: { due_date: 'soon' } },
      { op: 'undo' },
      { op: 'delete' },
    ],
  });
  expect(status).toBe(400);
  expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    '/operations/0/todo/priority',
    '/operations/1/todo/due_date',
    '/operations/2/op',
    '/operations/3/id',
  ]);
});

test('two batches with the same todos in other orders both happen', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => write()));
  const of = (order: number[], description: string) =>
    batch({ operations: order.map((id) => ({ op: 'update', id, todo: { description } })) });
  const answers = await Promise.all([of(ids, 'b'), of(ids.toReversed(), 'c'), of(ids.toSorted(), 'd')]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(new Set((await Promise.all(ids.map(read))).map(({ version }) => version))).toEqual(new Set([4]));
});

test('repeated with its Idempotency-Key it happens once', async () => {
  const before = await count();
  const send = () => batch({ operations: [create(), create()] }, { 'idempotency-key': 'a batch' });
  const [first, second] = await Promise.all([send(), send()]);
  expect(first.body).toEqual(second.body);
  expect(await count()).toBe((before ?? 0) + 2);
});
