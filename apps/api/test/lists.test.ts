import { largestStatement } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function make(path: string, body: unknown): Promise<{ id: number; path: string; body: Record<string, unknown> }> {
  const answer = await api.send('POST', path, body);
  expect(answer.status).toBe(201);
  return { id: answer.body.id, path: answer.headers.get('location') ?? '', body: answer.body };
}
const makeList = (name: string) => make('/api/v1/lists', { name });
const makeTodo = (todo: Record<string, unknown> = {}) => make('/api/v1/todos', { description: 'a', ...todo });

async function names(query = ''): Promise<string[]> {
  const { body } = await api.send('GET', `/api/v1/lists?limit=200${query}`);
  return body.data.map(({ name }: { name: string }) => name);
}

test('a list is made, renamed, put away and taken out again', async () => {
  const list = await makeList('Groceries 🥛');
  expect(list.body).toEqual({
    id: expect.any(Number),
    name: 'Groceries 🥛',
    default_reminders: null,
    position: expect.any(String),
    archived_at: null,
    created_at: expect.any(String),
    updated_at: expect.any(String),
    version: 1,
  });
  expect((await api.send('GET', list.path)).body).toEqual(list.body);
  expect((await api.send('PATCH', list.path, { name: 'Food' })).body).toMatchObject({ name: 'Food', version: 2 });
  const stale = await api.send('PATCH', list.path, { name: 'Mine' }, { 'if-match': '"1"' });
  expect(stale).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
  expect((await api.send('PATCH', list.path, { archived: true })).body.archived_at).toEqual(expect.any(String));
  expect(await names('&archived=true')).toEqual(['Food']);
  expect(await names('&archived=false')).not.toContain('Food');
  expect((await api.send('PATCH', list.path, { archived: false })).body).toMatchObject({
    archived_at: null,
    version: 4,
  });
  expect((await api.send('PATCH', list.path, { archived: false })).body.version).toBe(4);
  expect((await api.send('GET', list.path, undefined, { 'if-none-match': '"4"' })).status).toBe(304);
});

test('lists stand in the order that they are moved to', async () => {
  const [a, b, c] = [await makeList('a1'), await makeList('b1'), await makeList('c1')];
  const order = async () => (await names()).filter((name) => /^[abc]1$/.test(name)).join(' ');
  expect(await order()).toBe('a1 b1 c1');
  await api.send('POST', `${c.path}/move`, { before: a.id });
  expect(await order()).toBe('c1 a1 b1');
  await api.send('POST', `${c.path}/move`, { after: b.id });
  expect(await order()).toBe('a1 b1 c1');
  const added = await makeList('d1');
  await api.send('POST', `${a.path}/move`, { after: added.id });
  await makeList('a1');
  expect(await order()).toBe('b1 c1 a1 a1');
  expect((await api.send('POST', `${a.path}/move`, { after: 987654321 })).status).toBe(404);
});

test('deleting a list says where its todos go: to another, to none, or to the trash', async () => {
  const [from, to] = [await makeList('from'), await makeList('to')];
  const todo = await makeTodo({ list_id: from.id });
  expect((await api.send('DELETE', from.path)).status).toBe(400);
  expect((await api.send('DELETE', `${from.path}?todos=move&list_id=987654321`)).status).toBe(404);
  expect((await api.send('DELETE', `${from.path}?todos=move&list_id=${from.id}`)).status).toBe(409);
  expect(await api.send('DELETE', `${from.path}?todos=delete&list_id=${to.id}`)).toMatchObject({
    status: 400,
    body: { errors: [{ in: 'query', pointer: '/list_id' }] },
  });
  expect((await api.send('DELETE', `${from.path}?todos=move&list_id=${to.id}`)).status).toBe(204);
  expect((await api.send('GET', todo.path)).body).toMatchObject({ list_id: to.id, version: 2 });
  expect((await api.send('DELETE', `${to.path}?todos=move`)).status).toBe(204);
  expect((await api.send('GET', todo.path)).body).toMatchObject({ list_id: null, version: 3 });

  const doomed = await makeList('doomed');
  const due = await makeTodo({ list_id: doomed.id, due_date: '2126-01-01T00:00:00Z' });
  expect((await api.send('DELETE', `${doomed.path}?todos=delete`)).status).toBe(204);
  expect((await api.send('GET', due.path)).status).toBe(404);
  const { rows } = await api.database.pool.query('select state from reminders where todo_id = $1', [due.id]);
  expect(rows).toEqual([{ state: 'cancelled' }]);
  expect((await api.send('POST', `${due.path}/restore`)).body).toMatchObject({ list_id: null, deleted_at: null });
});

test('lists and labels of thousands of todos can be deleted: no statement changes more than 2,000', async () => {
  const { pool } = api.database;
  const [from, to] = [await makeList('from'), await makeList('to')];
  const label = await make('/api/v1/labels', { name: 'all' });
  await pool.query(
    `with todo as (
       insert into todos (user_id, list_id, completed, description, due_date, deleted_at)
       select 1, $1, false, n::text, '2126-01-01T00:00:00Z', case when n <= 10 then '2026-01-01T00:00:00Z'::timestamptz end
       from generate_series(1, 4010) n returning id, due_date
     ), labelled as (insert into todo_labels (user_id, todo_id, label_id) select 1, id, $2 from todo)
     insert into reminders (user_id, todo_id, fire_at, state) select 1, id, due_date, 'pending' from todo`,
    [from.id, label.id],
  );
  const states = async () =>
    (
      await pool.query(
        `select count(*)::int as todos, t.list_id::int, t.deleted_at > now() - interval '1 hour' as deleted, t.version, r.state
         from todos t join reminders r on r.todo_id = t.id where t.description ~ '^[0-9]+$' group by 2, 3, 4, 5 order by 1`,
      )
    ).rows;
  const most = await largestStatement(pool, 'update on todos', async () => {
    expect((await api.send('DELETE', label.path)).status).toBe(204);
    expect((await api.send('DELETE', `${from.path}?todos=move&list_id=${to.id}`)).status).toBe(204);
    const moved = { list_id: to.id, version: 3, state: 'pending' };
    expect(await states()).toEqual([
      { todos: 10, deleted: false, ...moved },
      { todos: 4000, deleted: null, ...moved },
    ]);
    expect((await api.send('DELETE', `${to.path}?todos=delete`)).status).toBe(204);
    const gone = { list_id: null, version: 4, state: 'cancelled' };
    expect(await states()).toEqual([
      { todos: 10, deleted: false, ...gone },
      { todos: 4000, deleted: true, ...gone },
    ]);
  });
  expect(most).toBe(2000);
  await pool.query(`delete from todos where description ~ '^[0-9]+$'`);
});

test('a label is one name for the account, whatever its case', async () => {
  const label = await make('/api/v1/labels', { name: 'Ürgent' });
  expect(await api.send('POST', '/api/v1/labels', { name: 'ÜRGENT' })).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  });
  const other = await make('/api/v1/labels', { name: 'home' });
  expect((await api.send('PATCH', other.path, { name: 'ürgent' })).status).toBe(409);
  expect((await api.send('PATCH', label.path, { name: 'urgent' })).body).toMatchObject({ name: 'urgent', version: 2 });
  expect((await api.send('PATCH', label.path, { name: 'URGENT' })).body).toMatchObject({ name: 'URGENT', version: 3 });
  expect((await api.send('GET', '/api/v1/labels')).body.data.map(({ name }: { name: string }) => name)).toEqual([
    'URGENT',
    'home',
  ]);
});

test('ten who make the same label at once: one does', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) => api.send('POST', '/api/v1/labels', { name: i % 2 ? 'Same' : 'same' })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
});

test('todos carry notes, a priority, a list and labels, which change and go', async () => {
  const [list, one, two] = [
    await makeList('with labels'),
    await make('/api/v1/labels', { name: 'one' }),
    await make('/api/v1/labels', { name: 'two' }),
  ];
  const wanted = { notes: 'oat, if there is any', priority: 3, list_id: list.id, label_ids: [two.id, one.id, two.id] };
  const todo = await makeTodo(wanted);
  expect(todo.body).toMatchObject({ ...wanted, label_ids: [one.id, two.id] });
  expect((await api.send('GET', todo.path)).body).toEqual(todo.body);

  const patch = async (change: unknown) => (await api.send('PATCH', todo.path, change)).body;
  expect(await patch({ label_ids: [two.id] })).toMatchObject({ label_ids: [two.id], version: 2 });
  expect(await patch({ label_ids: [two.id, two.id] })).toMatchObject({ version: 2 });
  expect(await patch({ label_ids: [one.id, two.id], notes: null, list_id: null, priority: 0 })).toMatchObject({
    label_ids: [one.id, two.id],
    notes: null,
    list_id: null,
    priority: 0,
    version: 3,
  });
  // taken off its todos, which are other representations then
  expect((await api.send('DELETE', one.path)).status).toBe(204);
  expect((await api.send('GET', todo.path)).body).toMatchObject({ label_ids: [two.id], version: 4 });
});

test.each([
  ['list 987654321', { list_id: 987654321 }],
  ['label 987654321', { label_ids: [987654321] }],
])('there is no %s, and nothing is written', async (what, change) => {
  const { rows: before } = await api.database.pool.query('select count(*) from todos');
  const created = await api.send('POST', '/api/v1/todos', { description: 'a', ...change });
  expect(created).toMatchObject({ status: 404, body: { detail: `There is no ${what}.` } });
  expect((await api.database.pool.query('select count(*) from todos')).rows).toEqual(before);
  const todo = await makeTodo();
  expect((await api.send('PATCH', todo.path, { description: 'b', ...change })).status).toBe(404);
  expect((await api.send('GET', todo.path)).body).toEqual(todo.body);
});

test('a todo in the trash is out of sight, comes back as it was, and can be purged', async () => {
  const todo = await makeTodo({ due_date: '2126-01-01T00:00:00Z', priority: 2 });
  expect((await api.send('DELETE', todo.path, undefined, { 'if-match': '"7"' })).status).toBe(412);
  expect((await api.send('DELETE', todo.path)).status).toBe(204);
  for (const [method, path] of [
    ['GET', todo.path],
    ['PATCH', todo.path],
    ['DELETE', todo.path],
    ['POST', `${todo.path}/move`],
  ] as const) {
    const body = { PATCH: {}, POST: { before: todo.id }, GET: undefined, DELETE: undefined }[method];
    expect((await api.send(method, path, body)).status, method).toBe(404);
  }
  const trash = async () => (await api.send('GET', '/api/v1/todos?trash=true')).body.data;
  expect(await trash()).toContainEqual(expect.objectContaining({ id: todo.id, deleted_at: expect.any(String) }));
  const state = async () =>
    (await api.database.pool.query('select state from reminders where todo_id = $1', [todo.id])).rows[0]?.state;
  expect(await state()).toBe('cancelled');

  const restored = await api.send('POST', `${todo.path}/restore`);
  expect(restored).toMatchObject({ status: 200, body: { priority: 2, deleted_at: null, version: 3 } });
  expect(restored.headers.get('etag')).toBe('"3"');
  expect(await state()).toBe('pending');
  expect(await api.send('POST', `${todo.path}/restore`)).toMatchObject({ status: 200, body: { version: 3 } });
  await api.send('DELETE', todo.path);
  expect((await api.send('DELETE', `${todo.path}?purge=true`)).status).toBe(204);
  expect((await trash()).map(({ id }: { id: number }) => id)).not.toContain(todo.id);
});

test('what was due while it was in the trash is missed, and rings nobody', async () => {
  const todo = await makeTodo({ due_date: new Date(Date.now() + 1000).toISOString() });
  await api.send('DELETE', todo.path);
  await api.database.pool.query(`update todos set due_date = now() - interval '2 hours' where id = $1`, [todo.id]);
  await api.send('POST', `${todo.path}/restore`);
  const { rows } = await api.database.pool.query('select state from reminders where todo_id = $1', [todo.id]);
  expect(rows).toEqual([{ state: 'missed' }]);
});
