import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { until } from 'db/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { openEvents } from './event-source.ts';
import { addPerson, addToken, type Person } from './person.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ RATE_LIMIT: 1_000_000, CORS_ORIGINS: 'https://app.example.com' });
});
afterAll(() => api.close());

interface Reader extends Person {
  token: string;
  headers: { authorization: string };
}

/** Somebody new, who writes with a cookie and listens with a token. */
async function somebody(): Promise<Reader> {
  const person = await addPerson(api);
  await person.signIn();
  const token = await addToken(api, person.id, ['read']);
  return { ...person, token, headers: { authorization: `Bearer ${token}` } };
}

const write = async ({ send }: Person, description: string): Promise<number> =>
  (await send('POST', '/api/v1/todos', { description })).body.id;

test('what changes is told as it happens, to its account alone', async () => {
  const [me, other] = [await somebody(), await somebody()];
  const [mine, others] = [await openEvents(api.url, me), await openEvents(api.url, other)];
  const id = await write(me, 'milk');
  await me.send('PATCH', `/api/v1/todos/${id}`, { completed: true });
  const [created, updated] = await mine.receive(2);
  const { body: todo } = await me.send('GET', `/api/v1/todos/${id}`);
  expect(created).toMatchObject({ name: 'todo.created', data: { resource: 'todo', id, change: 'created' } });
  expect(updated).toMatchObject({ name: 'todo.updated', data: { resource: 'todo', id, change: 'updated', todo } });
  expect(updated?.data).not.toHaveProperty('reminder');

  const due_date = new Date(Date.now() - 5000).toISOString();
  await me.send('POST', '/api/v1/todos', { description: 'rings', due_date });
  await mine.receive(3);
  // as the worker does
  await api.database.pool.query(
    `with fired as (
       update reminders set state = 'fired', fired_at = now() where user_id = $1 returning id, user_id
     )
     insert into changes (user_id, resource, resource_id, change) select user_id, 'reminder', id, 'fired' from fired`,
    [me.id],
  );
  const events = await mine.receive(4);
  expect(events[3]).toMatchObject({
    name: 'reminder.fired',
    data: { change: 'fired', reminder: { todo_id: events[2]?.data.id, scheduled_for: due_date } },
  });
  expect(events[3]?.data.reminder.fired_at).toMatch(/Z$/);
  expect(others.events).toEqual([]);
  // an id is a cursor of the feed
  const { body } = await me.send('GET', `/api/v1/changes?since=${updated?.id}`);
  expect(body.data).toEqual([events[2]?.data, events[3]?.data]);
  mine.close();
  others.close();
});

test('a stream says that it is one, and all that every answer says', async () => {
  const origin = 'https://app.example.com';
  const { headers, status, close } = await openEvents(api.url, { headers: { origin } });
  expect(status).toBe(200);
  const expected = {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
    'access-control-allow-origin': origin,
    ratelimit: expect.stringContaining('requests'),
  };
  expect(headers).toMatchObject(expected);
  close();
  const head = await api.send('HEAD', '/api/v1/events');
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
});

test('who comes back with the last id, again and again, misses nothing and gets nothing twice', async () => {
  const me = await somebody();
  const { body } = await me.send('GET', '/api/v1/changes');
  const writers = Array.from({ length: 4 }, async () => {
    const written: number[] = [];
    for (let i = 0; i < 50; i += 1) written.push(await write(me, 'a'));
    return written;
  });
  const seen: number[] = [];
  let lastId: string = body.next_cursor;
  for (let turn = 0; seen.length < 200; turn += 1) {
    // a browser keeps the address, whatever has arrived since
    const stream = await openEvents(api.url, {
      headers: { ...me.headers, ...(turn > 0 && { 'last-event-id': lastId }) },
      since: body.next_cursor,
    });
    await stream.receive(1);
    stream.close();
    seen.push(...stream.events.map(({ data }) => data.id));
    lastId = stream.lastId();
  }
  const written = (await Promise.all(writers)).flat();
  expect(seen.toSorted((a, b) => a - b)).toEqual(written.toSorted((a, b) => a - b));
});

test('more than fits a page is replayed in order, and what happens meanwhile follows', async () => {
  const me = await somebody();
  const { body } = await me.send('GET', '/api/v1/changes');
  await api.database.pool.query(
    `insert into todos (user_id, description, completed) select $1, 'a', false from generate_series(1, 1000)`,
    [me.id],
  );
  const stream = await openEvents(api.url, { ...me, since: body.next_cursor });
  const last = await write(me, 'last');
  const events = await stream.receive(1001);
  const ids = events.map(({ data }) => data.id);
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  expect(new Set(ids).size).toBe(1001);
  expect(ids.at(-1)).toBe(last);
  stream.close();
});

test('a heartbeat keeps an idle stream alive, and its cursor fresh', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const replica = await startApi({}, api.database);
  try {
    const stream = await openEvents(replica.url);
    const first = await stream.begin();
    // the frontier moves on, whoever writes
    await api.database.pool.query('select pg_current_xact_id()');
    await until('a newer cursor', () => {
      vi.advanceTimersByTime(15_000);
      return stream.lastId() !== first;
    });
    expect(stream.comments.length).toBeGreaterThan(0);
    expect(stream.events).toEqual([]);
    stream.close();
  } finally {
    vi.useRealTimers();
    await replica.close();
  }
});

test('who does not read is cut off, and gets the rest when it comes back', async () => {
  const me = await somebody();
  const connections = new Set<Socket>();
  api.server.on('connection', (socket) => connections.add(socket));
  const slow = request(`${api.url}/api/v1/events`, { headers: me.headers, agent: false });
  const response = await new Promise<IncomingMessage>((resolve) => {
    slow.on('response', resolve).end();
  });
  response.pause();
  let received = '';
  const over = new Promise<void>((resolve) => {
    response.on('close', resolve).on('error', () => {});
  });
  const served = [...connections].find(({ remotePort }) => remotePort === response.socket.localPort);
  // more than the sockets of both ends hold
  const written: number[] = [];
  while (!served?.destroyed) {
    const { rows } = await api.database.pool.query<{ id: number }>(
      `insert into todos (user_id, description, completed) select $1, repeat('a', 10000), false from generate_series(1, 200)
       returning id::float8 as id`,
      [me.id],
    );
    written.push(...rows.map(({ id }) => id));
  }
  response
    .on('data', (part) => {
      received += part;
    })
    .resume();
  await over;
  const whole = received.slice(0, received.lastIndexOf('\n\n') + 2);
  const idsOf = (text: string) => [...text.matchAll(/"resource":"todo","id":(\d+)/g)].map(([, id]) => Number(id));
  const before = idsOf(whole);
  expect(before.length).toBeLessThan(written.length);
  const lastId = [...whole.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? '';
  const back = await openEvents(api.url, { headers: { ...me.headers, 'last-event-id': lastId } });
  const after = await back.receive(written.length - before.length);
  expect([...before, ...after.map(({ data }) => data.id)]).toEqual(written);
  back.close();
});

test.each<[string, number, (me: Reader, replica: TestApi) => Promise<unknown>]>([
  ['its token is revoked here', 500, (me) => revoke(api, me)],
  ['its token is revoked in another replica', 2000, (me, replica) => revoke(replica, me)],
  [
    'its token is over',
    2000,
    ({ id }) => inDatabase('update api_tokens set expires_at = now() where user_id = $1', id),
  ],
  ['its account is disabled', 2000, ({ id }) => inDatabase('update users set disabled_at = now() where id = $1', id)],
  ['its account is deleted', 2000, ({ id }) => inDatabase('delete from users where id = $1', id)],
])('a stream ends when %s, and no other does', async (_, withinMs, end) => {
  const [me, other] = [await somebody(), await somebody()];
  const replica = await startApi({}, api.database);
  const [mine, others] = [await openEvents(api.url, me), await openEvents(api.url, other)];
  await end(me, replica);
  // with time for a machine that does much else
  await until('the stream is over', () => mine.isOver(), withinMs + 2000);
  await write(other, 'a');
  await others.receive(1);
  expect(others.isOver()).toBe(false);
  expect((await openEvents(api.url, { headers: { ...me.headers } })).status).toBe(401);
  others.close();
  await replica.close();
});

test('signing out ends the streams of the session, here without waiting for the next look', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const replica = await startApi({}, api.database);
  try {
    const me = await addPerson(replica);
    const signedIn = await me.signIn();
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const answer = await fetch(`${replica.url}/api/v1/events`, { headers: { cookie } });
    const text = answer.text();
    await me.send('DELETE', '/api/v1/sessions/current');
    expect(await text).toMatch(/^retry: \d+\nid: \S+\n\n$/);
  } finally {
    vi.useRealTimers();
    await replica.close();
  }
});

async function revoke(at: TestApi, { id }: Reader): Promise<void> {
  const { rows } = await api.database.pool.query('select id from api_tokens where user_id = $1', [id]);
  const headers = { authorization: `Bearer ${await addToken(api, id, ['admin'])}` };
  const { status } = await at.sendBare('DELETE', `/api/v1/tokens/${rows[0].id}`, undefined, headers);
  expect(status).toBe(204);
}

const inDatabase = (text: string, id: number) => api.database.pool.query(text, [id]);

/** What a statement is for: its name, or the feed where it has none and reads that. */
function whatFor(query: unknown): string {
  const { name, text = '' }: { name?: string; text?: string } = Object(query);
  return name ?? (text.includes('from changes c') ? 'changes' : 'other');
}

test('a thousand streams cost one poll and one look at their token; one more is refused until one ends', async () => {
  const me = await somebody();
  const open = () => openEvents(api.url, me);
  const streams = await Promise.all(Array.from({ length: 1000 }, open));
  expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]));
  const refused = await open();
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60']);
  await Promise.all(streams.map(({ begin }) => begin()));

  const spy = vi.spyOn(pg.Client.prototype, 'query');
  const started = performance.now();
  const asked = () => spy.mock.calls.map(([query]: unknown[]) => whatFor(query));
  await until('three looks at the token', () => asked().filter((what) => what === 'ended_credentials').length >= 3);
  const seconds = (performance.now() - started) / 1000;
  const counted = asked();
  spy.mockRestore();
  expect(new Set(counted)).toEqual(new Set(['changes', 'ended_credentials']));
  expect(counted.length).toBeLessThanOrEqual(5 * seconds + 5);
  const { rows } = await api.database.pool.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = 'duebell api'`,
  );
  // its pool of 4
  expect(rows[0]?.n).toBeLessThanOrEqual(4);

  const id = await write(me, 'for all');
  for (const stream of streams) expect((await stream.receive(1))[0]).toMatchObject({ data: { id } });
  streams[0]?.close();
  const next = await until('there is room', async () => {
    const stream = await open();
    return stream.status === 200 && stream;
  });
  for (const stream of [...streams, next]) stream.close();
});

test('streams outlast a database that is away for a moment', async () => {
  const me = await somebody();
  const stream = await openEvents(api.url, me);
  const { pool } = api.database;
  for (let i = 0; i < 5; i += 1) {
    await pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'duebell api'`,
    );
  }
  await pool.query(`insert into todos (user_id, description, completed) values ($1, 'after', false)`, [me.id]);
  expect(await stream.receive(1)).toMatchObject([{ data: { todo: { description: 'after' } } }]);
  expect(stream.isOver()).toBe(false);
  stream.close();
});

test('a feed made anew ends every stream, and the last id is not good any more', async () => {
  const replica = await startApi();
  const stream = await openEvents(replica.url);
  await stream.begin();
  await replica.database.pool.query('update change_feed set epoch = gen_random_uuid()');
  await until('the stream is over', () => stream.isOver());
  const back = await openEvents(replica.url, { headers: { 'last-event-id': stream.lastId() } });
  expect([back.status, back.headers['content-type']]).toEqual([410, 'application/problem+json; charset=utf-8']);
  const fresh = await openEvents(replica.url);
  const { body } = await replica.send('POST', '/api/v1/todos', { description: 'a' });
  expect(await fresh.receive(1)).toMatchObject([{ data: { id: body.id } }]);
  // an api that ends does not wait for its readers
  const started = performance.now();
  await replica.close();
  expect(performance.now() - started).toBeLessThan(5000);
  await until('the stream is over', () => fresh.isOver());
});

test('with the owner’s token of before, a stream ends when there is another', async () => {
  const stream = await openEvents(api.url);
  const { pool } = api.database;
  const { rows } = await pool.query(`select id, token_hash from api_tokens where name = 'OWNER_TOKEN'`);
  await pool.query(`update api_tokens set token_hash = 'another' where id = $1`, [rows[0].id]);
  await until('the stream is over', () => stream.isOver());
  await pool.query('update api_tokens set token_hash = $2 where id = $1', [rows[0].id, rows[0].token_hash]);
});
