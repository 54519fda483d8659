import { until } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, startApi, type TestApi } from './api.ts';
import { addPerson, type Person } from './person.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

type Send = TestApi['send'];

const read = async (send: Send, since: string, limit = 500): Promise<Answer['body']> => {
  const { status, body } = await send('GET', `/api/v1/changes?since=${since}&limit=${limit}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};

const cursorOfNow = async (send: Send): Promise<string> => {
  const { status, body } = await send('GET', '/api/v1/changes');
  expect({ status, data: body.data }).toEqual({ status: 200, data: [] });
  return body.next_cursor;
};

/** Reads on until there are `count` changes: whatever writes in the cluster, as other tests do, holds the feed back. */
const readAll = async (send: Send, since: string, count: number): Promise<Answer['body']> => {
  const all: Answer['body'] = { data: [], next_cursor: since };
  await until(
    `${count} changes`,
    async () => {
      const page = await read(send, all.next_cursor);
      all.data.push(...page.data);
      all.next_cursor = page.next_cursor;
      return all.data.length >= count;
    },
    25_000,
  );
  return all;
};

/** What changed, a line each: `todo 7 created`. */
const lines = ({ data }: Answer['body']): string[] =>
  data.map(({ resource, id, change }: Record<string, unknown>) => `${resource} ${id} ${change}`);

const somebody = async (): Promise<Person> => {
  const person = await addPerson(api);
  await person.signIn();
  return person;
};

test('every way to write shows up in order, with what changed as it now is', async () => {
  const { send, id: accountId } = await somebody();
  const start = await cursorOfNow(send);
  const made = async (path: string, body: object) => (await send('POST', `/api/v1/${path}`, body)).body.id;
  const list = await made('lists', { name: 'home' });
  const label = await made('labels', { name: 'soon' });
  const todo = await made('todos', { description: 'a', list_id: list, label_ids: [label] });
  const other = await made('todos', { description: 'b' });
  await send('PATCH', `/api/v1/todos/${todo}`, { completed: true });
  await send('PATCH', `/api/v1/todos/${todo}`, { completed: true });
  await send('POST', `/api/v1/todos/${other}/move`, { before: todo });
  await send('PATCH', `/api/v1/lists/${list}`, { name: 'house' });
  await send('DELETE', `/api/v1/labels/${label}`);
  await send('DELETE', `/api/v1/todos/${other}`);
  await send('POST', `/api/v1/todos/${other}/restore`);
  await send('DELETE', `/api/v1/todos/${other}`);
  await send('DELETE', `/api/v1/todos/${other}?purge=true`);
  await send('DELETE', `/api/v1/lists/${list}?todos=move`);
  await send('DELETE', `/api/v1/todos/${todo}?purge=true`);
  await api.database.pool.query(
    `insert into todos (user_id, description, completed) select $1, 'by hand', false from generate_series(1, 2)`,
    [accountId],
  );
  const feed = await readAll(send, start, 17);
  const byHand = lines(feed)
    .slice(-2)
    .map((line) => Number(line.split(' ')[1]));
  expect(lines(feed)).toEqual([
    `list ${list} created`,
    `label ${label} created`,
    `todo ${todo} created`,
    `todo ${other} created`,
    `todo ${todo} updated`,
    `todo ${other} updated`,
    `list ${list} updated`,
    `todo ${todo} updated`,
    `label ${label} deleted`,
    `todo ${other} deleted`,
    `todo ${other} created`,
    `todo ${other} deleted`,
    `todo ${todo} updated`,
    `list ${list} deleted`,
    `todo ${todo} deleted`,
    ...byHand.map((id) => `todo ${id} created`),
  ]);
  expect(feed.data[0]).toMatchObject({ resource: 'list', list: null, changed_at: expect.stringMatching(/\.\d{3}Z$/) });
  const { body: shown } = await send('GET', `/api/v1/todos/${byHand[0]}`);
  expect(feed.data.at(-2).todo).toEqual(shown);
  // there is nothing else, and nothing of anybody else
  expect((await read(send, feed.next_cursor)).data).toEqual([]);
  expect((await read(api.send, start)).data.filter(({ id }: { id: number }) => id === todo)).toEqual([]);
});

test('deleting a list with many todos tells of each of them', async () => {
  const { send, id: accountId } = await somebody();
  const before = await cursorOfNow(send);
  const { body: list } = await send('POST', '/api/v1/lists', { name: 'full' });
  const { next_cursor: start } = await readAll(send, before, 1);
  await api.database.pool.query(
    `insert into todos (user_id, description, completed, list_id) select $1, 'a', false, $2 from generate_series(1, 10000)`,
    [accountId, list.id],
  );
  expect((await send('DELETE', `/api/v1/lists/${list.id}?todos=delete`)).status).toBe(204);
  const counts: Record<string, number> = {};
  for (const line of lines(await readAll(send, start, 20_001))) {
    const what = line.replace(/\d+ /, '');
    counts[what] = (counts[what] ?? 0) + 1;
  }
  expect(counts).toEqual({ 'todo created': 10_000, 'todo deleted': 10_000, 'list deleted': 1 });
});

test('a transaction held open while others commit: its rows are not skipped, and come after', async () => {
  const { send, id: accountId } = await somebody();
  let since = await cursorOfNow(send);
  const holder = await api.database.pool.connect();
  await holder.query('begin');
  const insert = `insert into todos (user_id, description, completed) values ($1, $2, false)`;
  await holder.query(insert, [accountId, 'slow']);
  const seen: string[] = [];
  const look = async () => {
    const page = await read(send, since);
    since = page.next_cursor;
    seen.push(...page.data.map(({ todo }: { todo: { description: string } }) => todo.description));
  };
  for (const description of ['quick 1', 'quick 2']) {
    await send('POST', '/api/v1/todos', { description });
    await look();
  }
  expect(seen).toEqual([]);
  await holder.query(insert, [accountId, 'slow, later']);
  await holder.query('commit');
  holder.release();
  await until(
    'all four',
    async () => {
      await look();
      return seen.length >= 4;
    },
    25_000,
  );
  expect(seen).toEqual(['slow', 'slow, later', 'quick 1', 'quick 2']);
});

test('read one by one while many write, nothing is lost and nothing comes twice', async () => {
  const { send, id: accountId } = await somebody();
  let since = await cursorOfNow(send);
  const writers = Array.from({ length: 6 }, async () => {
    const written: number[] = [];
    for (let i = 0; i < 15; i += 1) written.push((await send('POST', '/api/v1/todos', { description: 'a' })).body.id);
    // one transaction of several statements, the sort that commits late
    const client = await api.database.pool.connect();
    await client.query('begin');
    for (let i = 0; i < 5; i += 1) {
      const { rows } = await client.query<{ id: number }>(
        `insert into todos (user_id, description, completed) values ($1, 'a', false) returning id::float8 as id`,
        [accountId],
      );
      written.push(rows[0]?.id ?? 0);
    }
    await client.query('commit');
    client.release();
    return written;
  });
  const all = Promise.all(writers);
  const seen: number[] = [];
  await until(
    'all 120',
    async () => {
      const page = await read(send, since, 1);
      since = page.next_cursor;
      seen.push(...page.data.map(({ id }: { id: number }) => id));
      return seen.length >= 120;
    },
    25_000,
  );
  const expected = (await all).flat();
  expect(expected.length).toBe(120);
  expect((await read(send, since)).data).toEqual([]);
  expect(seen.toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b));
});

test('what was pruned since is gone for good: start over, which works; a cursor of later goes on', async () => {
  const { send } = await somebody();
  const old = await cursorOfNow(send);
  await send('POST', '/api/v1/todos', { description: 'a' });
  const { next_cursor: later } = await readAll(send, old, 1);
  // as the worker does
  await api.database.pool.query(`
    with over as (delete from changes returning xact)
    update change_feed set pruned_through = (select xact from over order by xact desc limit 1)`);
  expect(await send('GET', `/api/v1/changes?since=${old}`)).toMatchObject({
    status: 410,
    body: { code: 'cursor_expired' },
  });
  for (const since of [later, await cursorOfNow(send)]) expect((await read(send, since)).data).toEqual([]);
});

test('a cursor from before the feed was made anew, or ahead of it, is not good any more', async () => {
  const now = await cursorOfNow(api.send);
  const [name, epoch, xact] = JSON.parse(Buffer.from(now, 'base64url').toString());
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const status = async (since: string) => (await api.send('GET', `/api/v1/changes?since=${since}`)).status;
  expect(await status(encode([name, '5ac2b1ca-0000-4000-8000-000000000000', xact, '0']))).toBe(410);
  expect(await status(encode([name, epoch, String(BigInt(xact) + 1000n), '0']))).toBe(410);
  expect(await status(encode([name, epoch, '18446744073709551615', '9223372036854775807']))).toBe(410);
});

test.each([
  ['nothing', ''],
  ['no JSON', 'abc'],
  ['a cursor of a list', Buffer.from('["labels","7"]').toString('base64url')],
  [
    'a number too large',
    Buffer.from('["changes","5ac2b1ca-0000-4000-8000-000000000000","18446744073709551616","0"]').toString('base64url'),
  ],
])('%s is no cursor', async (_, since) => {
  for (const path of [`/api/v1/changes?since=${since}`, `/api/v1/events?since=${since}`]) {
    const { status, body } = await api.send('GET', path);
    expect({ status, body }).toMatchObject({ status: 400, body: { errors: [{ in: 'query', pointer: '/since' }] } });
  }
  const { status, body } = await api.send('GET', '/api/v1/events', undefined, { 'last-event-id': `${since} x` });
  expect({ status, body }).toMatchObject({
    status: 400,
    body: { errors: [{ in: 'headers', pointer: '/last-event-id' }] },
  });
});

test('an account that is being erased is told nothing, however its rows go', async () => {
  const { send, id } = await somebody();
  await send('POST', '/api/v1/todos', { description: 'a' });
  const { pool } = api.database;
  const count = async () => (await pool.query('select from changes where user_id = $1', [id])).rows.length;
  const before = await count();
  await pool.query('update users set deleted_at = now() where id = $1', [id]);
  await pool.query('update todos set version = version + 1 where user_id = $1', [id]);
  expect(await count()).toBe(before);
  await pool.query('delete from users where id = $1', [id]);
  expect(await count()).toBe(0);
});

test('a page of large todos ends early, and the rest follows', async () => {
  const { send, id: accountId } = await somebody();
  const start = await cursorOfNow(send);
  await api.database.pool.query(
    `insert into todos (user_id, completed, description, notes)
     select $1, false, repeat('🔔', 10000), repeat('🔔', 50000) from generate_series(1, 60)`,
    [accountId],
  );
  const sizes: number[] = [];
  const found: number[] = [];
  let since = start;
  await until(
    'all of them',
    async () => {
      const page = await read(send, since);
      if (page.data.length > 0) sizes.push(page.data.length);
      found.push(...page.data.map(({ id }: { id: number }) => id));
      since = page.next_cursor;
      return found.length >= 60;
    },
    25_000,
  );
  expect(found).toHaveLength(60);
  expect(found).toEqual(found.toSorted((a, b) => a - b));
  // 240 kB each
  expect(Math.max(...sizes)).toBeLessThanOrEqual(18);
});
