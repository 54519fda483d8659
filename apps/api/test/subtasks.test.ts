import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function make(path: string, body: object): Promise<number> {
  const answer = await api.send('POST', path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.id;
}
const list = () => make('/api/v1/lists', { name: 'a' });
const write = (more = {}) => make('/api/v1/todos', { description: 'a', ...more });
const patch = (id: number, change: object) => api.send('PATCH', `/api/v1/todos/${id}`, change);
const read = async (id: number) => (await api.send('GET', `/api/v1/todos/${id}`)).body;

/** Todos of which each is part of the one before. */
async function chain(length: number, more = {}): Promise<number[]> {
  const ids: number[] = [];
  for (let i = 0; i < length; i += 1) ids.push(await write({ ...more, ...(i > 0 && { parent_id: ids[i - 1] }) }));
  return ids;
}

test('a part is in the list of what it is part of, and moves with it, deep down', async () => {
  const [first, second] = [await list(), await list()];
  const parent = await write({ list_id: first });
  const child = await write({ parent_id: parent });
  const grandchild = await write({ parent_id: child, list_id: first });
  expect(await read(grandchild)).toMatchObject({ parent_id: child, list_id: first });
  expect((await api.send('GET', `/api/v1/todos?parent_id=${parent}`)).body.data).toMatchObject([{ id: child }]);

  const before = await read(grandchild);
  expect((await patch(parent, { list_id: second })).status).toBe(200);
  expect(await read(grandchild)).toMatchObject({ list_id: second, version: before.version + 1 });

  expect((await patch(child, { list_id: first })).status).toBe(409);
  expect(
    (await api.send('POST', '/api/v1/todos', { description: 'a', parent_id: parent, list_id: first })).status,
  ).toBe(409);
  expect((await patch(child, { list_id: first, parent_id: null })).body).toMatchObject({
    parent_id: null,
    list_id: first,
  });
  expect(await read(grandchild)).toMatchObject({ parent_id: child, list_id: first });
});

test('what becomes a part goes into that list, with its own parts', async () => {
  const parent = await write({ list_id: await list() });
  const [child = 0, grandchild = 0] = await chain(2);
  const { body } = await patch(child, { parent_id: parent });
  expect(body).toMatchObject({ parent_id: parent, list_id: (await read(parent)).list_id });
  expect(await read(grandchild)).toMatchObject({ list_id: body.list_id });
});

test('five levels and no more, also where a whole tree becomes a part', async () => {
  const five = await chain(5);
  const sixth = await api.send('POST', '/api/v1/todos', { description: 'a', parent_id: five[4] });
  expect(sixth).toMatchObject({ status: 409, body: { detail: expect.stringContaining('5 levels') } });
  const [three = 0] = await chain(3);
  expect((await patch(three, { parent_id: five[2] })).status).toBe(409);
  expect((await patch(three, { parent_id: five[1] })).status).toBe(200);
});

test('nothing becomes part of itself', async () => {
  const [a = 0, b = 0, c = 0] = await chain(3);
  for (const parent_id of [a, b, c]) expect((await patch(a, { parent_id })).status).toBe(409);
  expect((await patch(c, { parent_id: a })).status).toBe(200);
  expect((await patch(b, { parent_id: c })).status).toBe(200);
});

test('two todos that become part of each other at once: one does', async () => {
  for (let round = 0; round < 10; round += 1) {
    const [a, b] = [await write(), await write()];
    const answers = await Promise.all([patch(a, { parent_id: b }), patch(b, { parent_id: a })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  }
});

test('parts made while the whole moves end in its list', async () => {
  const target = await list();
  const parent = await write();
  const answers = await Promise.all([
    ...Array.from({ length: 10 }, () => api.send('POST', '/api/v1/todos', { description: 'a', parent_id: parent })),
    patch(parent, { list_id: target }),
    ...Array.from({ length: 10 }, () => api.send('POST', '/api/v1/todos', { description: 'a', parent_id: parent })),
  ]);
  expect(answers.map(({ status }) => status).filter((status) => status > 201)).toEqual([]);
  const { body } = await api.send('GET', `/api/v1/todos?parent_id=${parent}`);
  expect(body.data.map(({ list_id }: { list_id: number }) => list_id)).toEqual(Array(20).fill(target));
});

test('completing offers to complete the parts', async () => {
  const [a = 0, b = 0, c = 0] = await chain(3, { due_date: '2126-01-01T00:00:00Z' });
  expect((await patch(a, { completed: true })).body.completed).toBe(true);
  expect((await read(b)).completed).toBe(false);
  await patch(a, { completed: false });
  await patch(a, { completed: true, complete_children: true });
  expect(await read(c)).toMatchObject({ completed: true, completed_at: expect.any(String) });
  const { rows } = await api.database.pool.query('select distinct state from reminders where todo_id = any($1)', [
    [a, b, c],
  ]);
  expect(rows).toEqual([{ state: 'cancelled' }]);
});

test('the parts of what is completed already can be completed, too', async () => {
  const [a = 0, b = 0] = await chain(2);
  await patch(a, { completed: true });
  await patch(a, { completed: true, complete_children: true });
  expect((await read(b)).completed).toBe(true);
});

test('parts go into the trash with the whole, and come back with it, but for those that were there before', async () => {
  const [a = 0, b = 0, c = 0] = await chain(3, { due_date: '2126-01-01T00:00:00Z' });
  const other = await write({ parent_id: a });
  await api.send('DELETE', `/api/v1/todos/${other}`);
  expect((await api.send('DELETE', `/api/v1/todos/${a}`)).status).toBe(204);
  for (const id of [a, b, c]) expect((await api.send('GET', `/api/v1/todos/${id}`)).status).toBe(404);
  const { rows } = await api.database.pool.query('select distinct state from reminders where todo_id = any($1)', [
    [a, b, c],
  ]);
  expect(rows).toEqual([{ state: 'cancelled' }]);

  expect((await api.send('POST', `/api/v1/todos/${a}/restore`)).status).toBe(200);
  expect(await read(c)).toMatchObject({ parent_id: b, deleted_at: null });
  expect((await api.send('GET', `/api/v1/todos/${other}`)).status).toBe(404);
  const pending = await api.database.pool.query('select distinct state from reminders where todo_id = any($1)', [
    [a, b, c],
  ]);
  expect(pending.rows).toEqual([{ state: 'pending' }]);
});

test('a part that comes back without the whole is part of nothing', async () => {
  const [a = 0, b = 0, c = 0] = await chain(3);
  await api.send('DELETE', `/api/v1/todos/${a}`);
  expect((await api.send('POST', `/api/v1/todos/${b}/restore`)).body).toMatchObject({
    parent_id: null,
    deleted_at: null,
  });
  expect(await read(c)).toMatchObject({ parent_id: b });
});

test('a part of what is in the trash cannot be made', async () => {
  const parent = await write();
  await api.send('DELETE', `/api/v1/todos/${parent}`);
  expect((await api.send('POST', '/api/v1/todos', { description: 'a', parent_id: parent })).status).toBe(404);
});

test('deleted for good, the parts go too, and what was queued for them is not sent', async () => {
  const [a = 0, b = 0] = await chain(2, { due_date: '2126-01-01T00:00:00Z' });
  await api.database.pool.query(
    `with channel as (
       insert into channels (user_id, kind, name, url, secret) values (1, 'webhook', 'a', 'http://a/', 'whsec_') returning id
     ), fired as (
       update reminders set state = 'fired', fired_at = now() where todo_id = $1 returning *
     )
     insert into deliveries (user_id, kind, reminder_id, generation, channel_id, webhook_id, scheduled_for, fired_at, next_at)
     select 1, 'reminder', f.id, f.generation, c.id, 'purged', f.fire_at, now(), now() from fired f, channel c`,
    [b],
  );
  expect((await api.send('DELETE', `/api/v1/todos/${a}?purge=true`)).status).toBe(204);
  const { rows } = await api.database.pool.query(
    `select state, reminder_id from deliveries where webhook_id = 'purged'`,
  );
  expect(rows).toEqual([{ state: 'cancelled', reminder_id: null }]);
  const left = await api.database.pool.query('select from todos where id = any($1)', [[a, b]]);
  expect(left.rowCount).toBe(0);
});
