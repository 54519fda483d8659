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

/** A whole with so many parts, each of which rings; answers its id. */
async function writeWhole(parts: number, more: { completed?: boolean; recurrence?: string } = {}): Promise<number> {
  const whole = await write({ due_date: '2126-01-01T00:00:00Z', recurrence: more.recurrence ?? null });
  await api.database.pool.query(
    `with part as (
       insert into todos (user_id, parent_id, completed, description, due_date)
       select 1, $1, $3, n::text, '2126-01-01T00:00:00Z' from generate_series(1, $2::int) n returning id, due_date
     )
     insert into reminders (user_id, todo_id, fire_at, state) select 1, id, due_date, 'pending' from part`,
    [whole, parts, more.completed ?? false],
  );
  return whole;
}

const partsOf = async (whole: number) =>
  (
    await api.database.pool.query(
      `select count(*)::int as parts, t.list_id::int, t.completed, t.deleted_at is not null as deleted, t.version, r.state
       from todos t join reminders r on r.todo_id = t.id where t.parent_id = $1 group by 2, 3, 4, 5, 6`,
      [whole],
    )
  ).rows;

test('a whole with thousands of parts moves, goes into the trash, comes back and goes for good, and others are served meanwhile', async () => {
  const listId = await list();
  const whole = await writeWhole(5000);
  const path = `/api/v1/todos/${whole}`;
  const rest = { parts: 5000, list_id: listId, completed: false };
  const { eventLoopUtilization } = performance;
  const before = eventLoopUtilization();
  expect((await patch(whole, { list_id: listId })).status).toBe(200);
  expect(await partsOf(whole)).toEqual([{ ...rest, deleted: false, version: 2, state: 'pending' }]);
  expect((await api.send('DELETE', path)).status).toBe(204);
  expect(await partsOf(whole)).toEqual([{ ...rest, deleted: true, version: 3, state: 'cancelled' }]);
  expect((await api.send('POST', `${path}/restore`)).status).toBe(200);
  expect(await partsOf(whole)).toEqual([{ ...rest, deleted: false, version: 4, state: 'pending' }]);
  expect((await api.send('DELETE', `${path}?purge=true`)).status).toBe(204);
  expect(await partsOf(whole)).toEqual([]);
  expect(eventLoopUtilization(before).utilization).toBeLessThan(0.5);
});

test('more than 1,000 parts are not completed or opened at once, and nothing has changed', async () => {
  const whole = await writeWhole(1001);
  const change = { completed: true, complete_children: true };
  const before = await read(whole);
  expect(await patch(whole, change)).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('More than 1000 parts') },
  });
  expect(await read(whole)).toEqual(before);
  expect(await partsOf(whole)).toMatchObject([{ parts: 1001, completed: false, version: 1, state: 'pending' }]);
  // one less
  const { data } = (await api.send('GET', `/api/v1/todos?parent_id=${whole}&limit=1`)).body;
  await patch(data[0].id, { completed: true });
  expect((await patch(whole, change)).status).toBe(200);
  expect(await partsOf(whole)).toMatchObject([{ parts: 1001, completed: true, version: 2, state: 'cancelled' }]);

  // in a batch they count together
  const wholes = [await writeWhole(600), await writeWhole(600)];
  const operations = wholes.map((id) => ({ op: 'update', id, todo: change }));
  const { body } = await api.send('POST', '/api/v1/todos/batch', { atomic: false, operations });
  expect(body.results.map(({ status }: { status: number }) => status)).toEqual([200, 409]);

  const checklist = await writeWhole(1001, { completed: true, recurrence: 'FREQ=DAILY' });
  expect((await patch(checklist, { completed: true })).status).toBe(409);
  expect(await read(checklist)).toMatchObject({ completed: false, due_date: '2126-01-01T00:00:00.000Z', version: 1 });
});

test('a whole with more than 25,000 parts does not move and is not deleted at once', async () => {
  const whole = await write();
  await api.database.pool.query(
    `insert into todos (user_id, parent_id, completed, description) select 1, $1, false, '' from generate_series(1, 25001)`,
    [whole],
  );
  expect((await patch(whole, { list_id: await list() })).status).toBe(409);
  for (const query of ['', '?purge=true'])
    expect((await api.send('DELETE', `/api/v1/todos/${whole}${query}`)).status).toBe(409);
  expect(await read(whole)).toMatchObject({ list_id: null, deleted_at: null, version: 1 });
});

test('in a batch, parts that it names go with the whole, and others too', async () => {
  const [first, second] = [await list(), await list()];
  const [a = 0, b = 0, c = 0] = await chain(3, { list_id: first, due_date: '2126-01-01T00:00:00Z' });
  const other = await write({ parent_id: b });
  const { body } = await api.send('POST', '/api/v1/todos/batch', {
    atomic: false,
    operations: [
      { op: 'update', id: c, todo: { notes: 'n' } },
      { op: 'update', id: a, todo: { list_id: second } },
      { op: 'delete', id: a },
      { op: 'update', id: c, todo: { notes: 'too late' } },
      { op: 'create', todo: { description: 'late', parent_id: b } },
    ],
  });
  expect(body.results.map(({ status }: { status: number }) => status)).toEqual([200, 200, 204, 404, 404]);
  const { rows } = await api.database.pool.query(
    `select list_id::int, deleted_at is not null as deleted, r.state from todos t left join reminders r on r.todo_id = t.id
     where t.id = any($1) order by t.id`,
    [[a, b, c, other]],
  );
  const gone = { list_id: second, deleted: true };
  expect(rows).toEqual([...Array(3).fill({ ...gone, state: 'cancelled' }), { ...gone, state: null }]);
});

test('in a batch, nothing becomes part of what goes for good with a whole that it names', async () => {
  const [a = 0, b = 0] = await chain(2);
  const other = await write();
  const { body } = await api.send('POST', '/api/v1/todos/batch', {
    atomic: false,
    operations: [
      { op: 'delete', id: a, purge: true },
      { op: 'update', id: other, todo: { parent_id: b } },
      { op: 'create', todo: { description: 'late', parent_id: b } },
    ],
  });
  expect(body.results.map(({ status }: { status: number }) => status)).toEqual([204, 404, 404]);
  expect(await read(other)).toMatchObject({ parent_id: null, version: 1 });
});
