import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

test('a todo is written, read, changed and deleted', async () => {
  const created = await api.send('POST', '/api/v1/todos', {
    description: 'buy milk',
    due_date: '2126-12-01T10:00:00+01:00',
  });
  expect(created.status).toBe(201);
  expect(created.body).toEqual({
    id: expect.any(Number),
    completed: false,
    description: 'buy milk',
    notes: null,
    priority: 0,
    due_date: '2126-12-01T09:00:00.000Z',
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
    created_at: expect.stringMatching(moment),
    updated_at: expect.stringMatching(moment),
    version: 1,
  });
  const path = created.headers.get('location') ?? '';
  expect(path).toBe(`/api/v1/todos/${created.body.id}`);
  expect(await api.send('GET', path)).toMatchObject({ status: 200, body: created.body });

  const changed = await api.send('PATCH', path, { description: 'buy oat milk', completed: true });
  expect(changed.status).toBe(200);
  expect(changed.body).toEqual({
    ...created.body,
    description: 'buy oat milk',
    completed: true,
    completed_at: expect.stringMatching(moment),
    updated_at: changed.body.completed_at,
    version: 2,
  });
  expect((await api.send('GET', path)).body).toEqual(changed.body);

  expect(await api.send('DELETE', path)).toMatchObject({ status: 204, body: null });
  for (const method of ['GET', 'DELETE', 'PATCH']) {
    const gone = await api.send(method, path, method === 'PATCH' ? {} : undefined);
    expect(gone.status).toBe(404);
    expect(gone.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(gone.body).toMatchObject({ code: 'not_found', status: 404, detail: `There is no todo ${created.body.id}.` });
  }
});

test('text comes back as it was written', async () => {
  const description = 'Zürich 🥛 "quoted" \\ \n\t\u0001 日本語 👩‍👩‍👧 </script>';
  const { body } = await api.send('POST', '/api/v1/todos', { description });
  expect(body.description).toBe(description);
  expect((await api.send('GET', `/api/v1/todos/${body.id}`)).body.description).toBe(description);
  const longest = '🥛'.repeat(10_000);
  expect((await api.send('POST', '/api/v1/todos', { description: longest })).body.description).toBe(longest);
});

test('a merge patch changes what it names; null removes the due date; what changes nothing leaves updated_at', async () => {
  const { body: todo } = await api.send('POST', '/api/v1/todos', {
    description: 'a',
    due_date: '2126-01-01T00:00:00Z',
  });
  const path = `/api/v1/todos/${todo.id}`;
  const type = { 'content-type': 'application/merge-patch+json' };
  expect((await api.send('PATCH', path, { description: 'a', completed: false }, type)).body).toEqual(todo);
  expect((await api.send('PATCH', path, {}, type)).body).toEqual(todo);
  expect((await api.send('PATCH', path, { due_date: null }, type)).body).toMatchObject({
    description: 'a',
    due_date: null,
  });
});

test('a todo can be written as completed already', async () => {
  const { body } = await api.send('POST', '/api/v1/todos', { description: 'done', completed: true });
  expect(body).toMatchObject({ completed: true, completed_at: body.created_at });
});

test('a delete may carry a content type, as some clients always send one', async () => {
  const { body } = await api.send('POST', '/api/v1/todos', { description: 'a' });
  const path = `/api/v1/todos/${body.id}`;
  expect((await api.send('DELETE', path, undefined, { 'content-type': 'application/json' })).status).toBe(204);
});

test('another account’s todos are not there', async () => {
  const { rows } = await api.database.pool.query<{ id: number }>(`
    with stranger as (insert into users default values returning id)
    insert into todos (user_id, completed, description) select id, false, 'theirs' from stranger returning id::int`);
  const path = `/api/v1/todos/${rows[0]?.id}`;
  expect((await api.send('GET', path)).status).toBe(404);
  expect((await api.send('PATCH', path, { completed: true })).status).toBe(404);
  expect((await api.send('DELETE', path)).status).toBe(404);
  const { body } = await api.send('GET', '/api/v1/todos?limit=200');
  expect(body.data.map((todo: { description: string }) => todo.description)).not.toContain('theirs');
});

test('two changes of one todo at once both count', async () => {
  const { body: todo } = await api.send('POST', '/api/v1/todos', { description: 'a' });
  const path = `/api/v1/todos/${todo.id}`;
  const changes = Array.from({ length: 12 }, (_, i) =>
    api.send('PATCH', path, i % 2 ? { completed: true } : { description: 'b' }),
  );
  for (const { status } of await Promise.all(changes)) expect(status).toBe(200);
  expect((await api.send('GET', path)).body).toMatchObject({ description: 'b', completed: true });
});

test('text is changed while a longer write holds the account; what the account has a say in waits for it', async () => {
  const { body: todo } = await api.send('POST', '/api/v1/todos', { description: 'a', notes: 'b' });
  const path = `/api/v1/todos/${todo.id}`;
  const holder = await api.database.pool.connect();
  try {
    await holder.query('begin');
    await holder.query('select from users where id = 1 for no key update');
    const waiting = api.send('PATCH', path, { due_date: '2126-01-01' });
    const changed = await api.send('PATCH', path, { description: 'c', notes: null, priority: 4 });
    expect(changed.body).toMatchObject({ description: 'c', notes: null, priority: 4, due_date: null, version: 2 });
    await holder.query('commit');
    expect((await waiting).body).toMatchObject({ description: 'c', due_date: '2126-01-01', version: 3 });
  } finally {
    holder.release();
  }
});
