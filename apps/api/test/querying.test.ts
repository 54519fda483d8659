import { createTestDatabase, type TestDatabase } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { addPerson } from './person.ts';

let database: TestDatabase;
let api: TestApi;

// todos with every combination of what they can be sorted and filtered by, some equal, some null
beforeAll(async () => {
  database = await createTestDatabase();
  api = await startApi({}, database);
  await database.pool.query(`
    insert into lists (user_id, name) values (1, 'first'), (1, 'second');
    insert into labels (user_id, name) values (1, 'Home'), (1, 'work'), (1, '3'), (1, '1'), (1, '2026');
    insert into todos (user_id, description, completed, due_date, priority, list_id, created_at, updated_at, deleted_at)
    select 1, n::text, n % 3 = 0, case when n % 4 > 0 then '2030-01-01'::timestamptz + n % 10 * interval '1 day' end,
           n % 5, case n % 4 when 1 then 1 when 2 then 2 end, '2026-01-01'::timestamptz + n % 7 * interval '1 hour',
           '2026-02-01'::timestamptz + n % 11 * interval '1 hour', case when n % 13 = 0 then now() end
    from generate_series(1, 300) n;
    insert into todo_labels (user_id, todo_id, label_id) select 1, id, 1 from todos where id % 6 = 0;
    insert into todo_labels (user_id, todo_id, label_id) select 1, id, 3 from todos where id % 10 = 0;
    insert into todo_labels (user_id, todo_id, label_id) select 1, id, 4 from todos where id % 7 = 0;
    insert into todo_labels (user_id, todo_id, label_id) select 1, id, 5 from todos where id % 11 = 0;
    update todos t set parent_id = t.id - 4 where id % 8 = 5;
    update todos set moved_to = 's' || lpad((1000 - id)::text, 19, '0') || '5' where id % 8 = 0;
    insert into reminders (user_id, todo_id, fire_at, state) select 1, id, coalesce(due_date, '2030-01-01'), 'pending' from todos where id % 9 = 1;
    insert into users default values;
    insert into todos (user_id, description, completed) select 2, 'theirs', false from generate_series(1, 50)`);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function readAll(query: string): Promise<number[]> {
  const ids: number[] = [];
  let cursor: string | null = null;
  do {
    const { status, body } = await api.send('GET', `/api/v1/todos?${query}${cursor ? `&cursor=${cursor}` : ''}`);
    expect(status, JSON.stringify(body)).toBe(200);
    ids.push(...body.data.map(({ id }: { id: number }) => id));
    cursor = body.next_cursor;
  } while (cursor);
  return ids;
}

/** What PostgreSQL answers to the same question without pages. */
async function expected(where: string, order: string): Promise<number[]> {
  const { rows } = await database.pool.query<{ id: number }>(
    `select id::float8 as id from todos t where user_id = 1 and ${where} order by ${order}`,
  );
  return rows.map(({ id }) => id);
}

const orders = {
  created_at: ['created_at, id', 'created_at desc, id desc'],
  updated_at: ['updated_at, id', 'updated_at desc, id desc'],
  priority: ['priority, id', 'priority desc, id desc'],
  position: ['position', 'position desc'],
  due_date: ['due_date nulls last, id', 'due_date desc nulls first, id desc'],
};
const sorts = Object.entries(orders).flatMap(([sort, [asc = '', desc = '']]) => [
  [sort, 'asc', asc] as const,
  [sort, 'desc', desc] as const,
]);

test.each(sorts)('sorted by %s %s, page by page, every todo once, nulls among them', async (sort, order, sql) => {
  const all = await expected('deleted_at is null', sql);
  expect(all.length).toBeGreaterThan(270);
  expect(await readAll(`sort=${sort}&order=${order}&limit=17`)).toEqual(all);
  expect(await readAll(`sort=${sort}&order=${order}&limit=7&completed=false`)).toEqual(
    await expected('deleted_at is null and not completed', sql),
  );
  expect(await readAll(`sort=${sort}&order=${order}&limit=7&list_id=2`)).toEqual(
    await expected('deleted_at is null and list_id = 2', sql),
  );
  expect(await readAll(`sort=${sort}&order=${order}&limit=7&list_id=none`)).toEqual(
    await expected('deleted_at is null and list_id is null', sql),
  );
  expect(await readAll(`sort=${sort}&order=${order}&limit=7&parent_id=none`)).toEqual(
    await expected('deleted_at is null and parent_id is null', sql),
  );
});

const has = (label: number) => `exists (select from todo_labels where todo_id = t.id and label_id = ${label})`;
const home = has(1);

test.each([
  ['trash=true', 'deleted_at is not null'],
  ['trash=true&sort=due_date&completed=true', 'deleted_at is not null and completed'],
  ['label=home', `deleted_at is null and ${home}`],
  ['label=1', `deleted_at is null and ${home}`],
  ['label=3', `deleted_at is null and ${has(3)}`],
  // the name of a label that is the id of another one, and a number that is no id
  ['label_name=1', `deleted_at is null and ${has(4)}`],
  ['label=2026', `deleted_at is null and ${has(5)}`],
  ['label_name=HOME', `deleted_at is null and ${home}`],
  ['label=nothing', 'false'],
  ['label_name=5', 'false'],
  ['priority=4&completed=false', 'deleted_at is null and priority = 4 and not completed'],
  ['due_after=2030-01-05T00:00:00Z', `deleted_at is null and due_date >= '2030-01-05T00:00:00Z'`],
  [
    'due_after=2030-01-05T00:00:00Z&due_before=2030-01-07T01:00:00%2B01:00',
    `deleted_at is null and due_date >= '2030-01-05T00:00:00Z' and due_date < '2030-01-07T00:00:00Z'`,
  ],
  ['has_reminder=true', 'deleted_at is null and id % 9 = 1'],
  [
    'list_id=none&parent_id=none&completed=false',
    'deleted_at is null and list_id is null and parent_id is null and not completed',
  ],
  ['list_id=1&parent_id=none', 'deleted_at is null and list_id = 1 and parent_id is null'],
  ['list_id=none&trash=true', 'deleted_at is not null and list_id is null'],
  ['parent_id=none&label=home', `deleted_at is null and parent_id is null and ${home}`],
  ['has_reminder=false&list_id=1', 'deleted_at is null and id % 9 <> 1 and list_id = 1'],
])('filtered by %s', async (query, where) => {
  const sort = query.includes('sort=due_date') ? 'due_date nulls last, id' : 'created_at, id';
  const all = await expected(where, sort);
  expect(await readAll(`${query}&limit=5`)).toEqual(all);
  if (where !== 'false') expect(all.length).toBeGreaterThan(5);
});

test('a list of another account is not there, and neither is one of nobody; an empty one is', async () => {
  await database.pool.query(`insert into lists (id, user_id, name) values (77, 2, 'theirs'), (78, 1, 'empty')`);
  for (const id of [77, 987654321]) {
    expect((await api.send('GET', `/api/v1/todos?list_id=${id}`)).status).toBe(404);
  }
  expect(await readAll('list_id=78')).toEqual([]);
  expect(await readAll('list_id=78&parent_id=none')).toEqual([]);
  expect((await api.send('GET', '/api/v1/todos?list_id=77&parent_id=none')).status).toBe(404);
  expect((await api.send('GET', '/api/v1/todos?list_id=none&parent_id=987654321')).status).toBe(404);
});

test.each(['nothing', 'None', 'null', '0', '1.5', '', '9007199254740992'])(
  'neither a list nor a todo is named %j, and it is said once what would be',
  async (text) => {
    for (const name of ['list_id', 'parent_id'])
      expect(await api.send('GET', `/api/v1/todos?${name}=${text}`)).toMatchObject({
        status: 400,
        body: { errors: [{ in: 'query', pointer: `/${name}`, message: expect.stringMatching(/^must .* or none$/) }] },
      });
  },
);

test('a cursor is good for one order and one set of filters', async () => {
  const { body } = await api.send('GET', '/api/v1/todos?sort=due_date&limit=3');
  for (const other of [
    'sort=due_date&order=desc',
    'sort=priority',
    'sort=due_date&priority=1',
    'sort=due_date&trash=true',
    'sort=due_date&list_id=none',
    'sort=due_date&parent_id=none',
  ]) {
    expect(await api.send('GET', `/api/v1/todos?${other}&cursor=${body.next_cursor}`), other).toMatchObject({
      status: 400,
      body: { errors: [{ in: 'query', pointer: '/cursor' }] },
    });
  }
});

test('todos stand where they were moved to, whatever comes after', async () => {
  const mine = async () =>
    (await readAll('sort=position&limit=200&list_id=900')).map((id) => id - (first ?? 0)).join(' ');
  await database.pool.query(`insert into lists (id, user_id, name) values (900, 1, 'order')`);
  const make = async () =>
    (await api.send('POST', '/api/v1/todos', { description: 'a', list_id: 900 })).body.id as number;
  const [first, second, third] = [await make(), await make(), await make()];
  const move = (id: number, to: Record<string, number>) => api.send('POST', `/api/v1/todos/${id}/move`, to);
  expect(await mine()).toBe('0 1 2');
  expect((await move(third, { before: first })).body.version).toBe(2);
  expect(await mine()).toBe('2 0 1');
  await move(third, { after: second });
  expect(await mine()).toBe('0 1 2');
  // at the very end, and what is made next comes after it
  await move(first, { after: third });
  await make();
  expect(await mine()).toBe('1 2 0 3');
  expect((await move(first, { before: first })).status).toBe(200);
  expect((await move(first, { before: 987654321 })).status).toBe(404);
  for (const bad of [{}, { before: 1, after: 2 }, { before: 'a' }]) {
    expect((await api.send('POST', `/api/v1/todos/${first}/move`, bad)).status).toBe(400);
  }
});

test('many moves at once to one place: all get one of their own, and none gets lost', async () => {
  await database.pool.query(`insert into lists (id, user_id, name) values (901, 1, 'crowd')`);
  const ids: number[] = [];
  for (let i = 0; i < 12; i += 1) {
    ids.push((await api.send('POST', '/api/v1/todos', { description: 'a', list_id: 901 })).body.id);
  }
  const [target, ...rest] = ids;
  const answers = await Promise.all(
    rest.map((id, i) => api.send('POST', `/api/v1/todos/${id}/move`, i % 2 ? { before: target } : { after: target })),
  );
  for (const { status } of answers) expect(status).toBe(200);
  const order = await readAll('sort=position&limit=200&list_id=901');
  expect(order.toSorted((a, b) => a - b)).toEqual(ids);
  const place = (id: number) => order.indexOf(id) - order.indexOf(target ?? 0);
  for (const [i, id] of rest.entries()) expect(Math.sign(place(id))).toBe(i % 2 ? -1 : 1);
});

test('a hundred moves between the same two still leave room', async () => {
  await database.pool.query(`insert into lists (id, user_id, name) values (902, 1, 'narrow')`);
  const make = async () => (await api.send('POST', '/api/v1/todos', { description: 'a', list_id: 902 })).body.id;
  const [a, b, c] = [await make(), await make(), await make()];
  for (let i = 0; i < 50; i += 1) {
    await api.send('POST', `/api/v1/todos/${c}/move`, { after: a });
    await api.send('POST', `/api/v1/todos/${b}/move`, { after: a });
  }
  expect(await readAll('sort=position&list_id=902')).toEqual([a, b, c]);
  const { rows } = await database.pool.query('select max(length(position)) as longest from todos');
  expect(rows[0].longest).toBeLessThan(200);
});

test('thousands of moves to one place, and its todos can still be paged through', async () => {
  await database.pool.query(`insert into lists (id, user_id, name) values (903, 1, 'narrower')`);
  const make = async () => (await api.send('POST', '/api/v1/todos', { description: 'a', list_id: 903 })).body.id;
  const [a, b, c] = [await make(), await make(), await make()];
  // as after 6,000 moves
  const { rows } = await database.pool.query<{ position: string }>('select position from todos where id = $1', [a]);
  const between = (digits: string) => `${rows[0]?.position}${digits.padEnd(2000, '0')}1`;
  for (const [id, position] of [
    [b, between('1')],
    [c, between('2')],
  ])
    await database.pool.query('update todos set moved_to = $2 where id = $1', [id, position]);
  expect(await readAll('sort=position&list_id=903&limit=1')).toEqual([a, b, c]);
});

test('counts are as many as the filters find', async () => {
  const found = async (query: string) => (await readAll(`completed=false&limit=200${query}`)).length;
  const { status, body } = await api.send('GET', '/api/v1/todos/counts');
  expect(status).toBe(200);
  const { lists, labels, ...whole } = body;
  expect(whole).toEqual({
    open: await found(''),
    today: await found('&due=today'),
    overdue: await found('&due=overdue'),
    upcoming: await found('&due=upcoming'),
  });
  expect(whole.upcoming).toBeGreaterThan(0);
  expect(lists.map(({ list_id }: { list_id: number | null }) => list_id)).toEqual(expect.arrayContaining([null, 1, 2]));
  for (const { list_id, open } of lists) {
    expect(open).toBe(await found(`&list_id=${list_id ?? 'none'}`));
  }
  expect(lists.reduce((sum: number, { open }: { open: number }) => sum + open, 0)).toBe(whole.open);
  // all that have the first label are completed
  expect(labels.map(({ label_id }: { label_id: number }) => label_id)).toEqual([4, 3, 5]);
  for (const { label_id, open } of labels) expect(open).toBe(await found(`&label=${label_id}`));
});

test('what is due is counted by the clocks of the account', async () => {
  const { send, signIn } = await addPerson(api);
  await signIn();
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const count = async () => (await send('GET', '/api/v1/todos/counts')).body;
  expect(await count()).toEqual({ open: 0, today: 0, overdue: 0, upcoming: 0, lists: [], labels: [] });
  for (const due_date of [at(-1), at(49), '2001-01-01', null]) {
    await send('POST', '/api/v1/todos', { description: 'due', due_date });
  }
  for (const time_zone of ['Pacific/Kiritimati', 'Pacific/Midway', 'Asia/Kathmandu']) {
    await send('PATCH', '/api/v1/me', { time_zone });
    const day = (moment: number) => new Intl.DateTimeFormat('sv', { timeZone: time_zone }).format(moment);
    expect(await count()).toEqual({
      open: 4,
      today: day(Date.now() - 3_600_000) === day(Date.now()) ? 1 : 0,
      overdue: 2,
      upcoming: 1,
      lists: [{ list_id: null, open: 4 }],
      labels: [],
    });
  }
});
