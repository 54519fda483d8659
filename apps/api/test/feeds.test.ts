import { once } from 'node:events';
import { get as httpGet } from 'node:http';
import { text } from 'node:stream/consumers';
import { makeSecretToken } from 'db/sql';
import { until } from 'db/testing';
import ICAL from 'ical.js';
import { readCalendar } from 'icalendar';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { addPerson, addToken, browse, type Person } from './person.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** Somebody who is signed in, with the time zone of Berlin. */
async function somebody(): Promise<Person> {
  const person = await addPerson(api);
  expect((await person.signIn()).status).toBe(201);
  await person.send('PATCH', '/api/v1/me', { time_zone: 'Europe/Berlin' });
  return person;
}

async function addFeed(person: Person, body: object = {}): Promise<{ id: number; path: string }> {
  const { status, body: feed } = await person.send('POST', '/api/v1/feeds', { name: 'Phone', ...body });
  expect(status).toBe(201);
  return { id: feed.id, path: new URL(feed.url).pathname };
}

async function addTodo(person: Person, todo: object): Promise<number> {
  const { status, body } = await person.send('POST', '/api/v1/todos', { description: 'it', ...todo });
  expect(status).toBe(201);
  return body.id;
}

const get = (path: string, headers: Record<string, string> = {}) => api.sendBare('GET', path, undefined, headers);

/** The todos of a calendar by an independent reader, each as its properties. */
function componentsOf(text: string, name: string) {
  return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents(name);
}

test('a feed shows what is due as todos', async () => {
  const person = await somebody();
  const { body: list } = await person.send('POST', '/api/v1/lists', { name: 'Home' });
  const { body: label } = await person.send('POST', '/api/v1/labels', { name: 'money' });
  const weekly = await addTodo(person, {
    description: 'Pay the rent; in cash',
    due_date: '2126-12-02T08:00:00Z',
    recurrence: 'FREQ=WEEKLY',
    reminders: [{ before: '-PT15M' }],
    list_id: list.id,
    label_ids: [label.id],
    priority: 4,
  });
  await addTodo(person, { description: 'part', due_date: '2126-12-24', parent_id: weekly, list_id: list.id });
  await addTodo(person, { description: 'some day' });
  const { path } = await addFeed(person);

  const { status, headers, body } = await get(path);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  expect(headers.get('cache-control')).toBe('private, no-cache');
  const calendar = new ICAL.Component(ICAL.parse(body));
  expect(calendar.getFirstPropertyValue('name')).toBe('Phone');
  expect(String(calendar.getFirstPropertyValue('refresh-interval'))).toBe('PT15M');
  const [rent, part, ...others] = componentsOf(body, 'vtodo');
  expect(others).toEqual([]);
  expect(rent?.getFirstProperty('due')?.toICALString()).toBe('DUE;TZID=Europe/Berlin:21261202T090000');
  expect(rent?.getFirstProperty('rrule')?.toICALString()).toBe('RRULE:FREQ=WEEKLY');
  expect(rent?.getFirstPropertyValue('categories')).toBe('money');
  expect(rent?.getAllSubcomponents('valarm')).toHaveLength(1);
  expect(part?.getFirstPropertyValue('related-to')).toBe(rent?.getFirstPropertyValue('uid'));
  expect(part?.getFirstProperty('due')?.toICALString()).toBe('DUE;VALUE=DATE:21261224');

  // and our own reader gets back what went in
  const read = [];
  for await (const item of readCalendar([body], { timeZone: 'Europe/Berlin', defaultReminderTime: '09:00' }))
    if (item.kind === 'todo') read.push(item.todo);
  expect(read[0]).toMatchObject({
    description: 'Pay the rent; in cash',
    list: { name: 'Home' },
    due_date: '2126-12-02T08:00:00.000Z',
    time_zone: null,
    recurrence: 'FREQ=WEEKLY',
    reminders: [{ before: '-PT15M' }],
    priority: 4,
  });
});

test('or as events, all day or for a short time', async () => {
  const person = await somebody();
  await addTodo(person, { description: 'call', due_date: '2126-12-02T08:00:00Z' });
  await addTodo(person, { description: 'day', due_date: '2126-12-24', recurrence: 'FREQ=YEARLY' });
  const { path } = await addFeed(person, { shows: 'events' });
  const { body } = await get(path);
  expect(componentsOf(body, 'vtodo')).toEqual([]);
  const events = componentsOf(body, 'vevent').map((each) => new ICAL.Event(each));
  expect(events.map(({ summary }) => summary)).toEqual(['call', 'day']);
  expect(events[0]?.duration.toSeconds()).toBe(15 * 60);
  expect(events[1]?.startDate.isDate).toBe(true);
  expect(events[1]?.isRecurring()).toBe(true);
});

test('what was completed lately is in it, what was long ago and what is in the trash is not', async () => {
  const person = await somebody();
  for (const description of ['open', 'late', 'long ago', 'trashed'])
    await addTodo(person, { description, due_date: '2126-12-02T08:00:00Z', completed: description.startsWith('l') });
  const { pool } = api.database;
  const change = (set: string, description: string) =>
    pool.query(`update todos set ${set} where user_id = $1 and description = $2`, [person.id, description]);
  await change("completed_at = now() - interval '29 days'", 'late');
  await change("completed_at = now() - interval '32 days'", 'long ago');
  await change('deleted_at = now()', 'trashed');
  const { path } = await addFeed(person);
  const todos = componentsOf((await get(path)).body, 'vtodo');
  expect(todos.map((each) => [each.getFirstPropertyValue('summary'), each.getFirstPropertyValue('status')])).toEqual([
    ['open', 'NEEDS-ACTION'],
    ['late', 'COMPLETED'],
  ]);
});

test('nothing is due: it still is a calendar', async () => {
  const { path } = await addFeed(await somebody());
  expect(componentsOf((await get(path)).body, 'vtimezone')).toHaveLength(1);
});

test('it is sent again only where something has changed', async () => {
  const person = await somebody();
  const id = await addTodo(person, { due_date: '2126-12-02T08:00:00Z' });
  const { path } = await addFeed(person);
  const first = await settled(path);
  const same = await get(path, { 'if-none-match': first });
  expect([same.status, same.body, same.headers.get('etag')]).toEqual([304, null, first]);
  expect((await api.sendBare('HEAD', path)).headers.get('etag')).toBe(first);

  for (const change of [
    () => person.send('PATCH', `/api/v1/todos/${id}`, { description: 'other' }),
    () => addTodo(person, { due_date: '2126-12-03' }),
    () => person.send('DELETE', `/api/v1/todos/${id}`),
    () => person.send('PATCH', '/api/v1/me', { time_zone: 'Asia/Tokyo' }),
    () => person.send('PATCH', '/api/v1/me', { default_reminder_time: '07:00' }),
  ]) {
    const before = await settled(path);
    await change();
    // at once, unless a transaction is under way somewhere on the server, as other tests have long ones
    await until(
      'it is another calendar',
      async () => (await get(path, { 'if-none-match': before })).status === 200,
      60_000,
    );
  }
});

/** The tag of a calendar that nobody is changing. */
async function settled(path: string): Promise<string> {
  let tag = '';
  await until('it stays the same', async () => {
    const before = tag;
    tag = (await get(path)).headers.get('etag') ?? '';
    return tag === before;
  });
  return tag;
}

test('a change that is committed late is not missed', async () => {
  const person = await somebody();
  const id = await addTodo(person, { due_date: '2126-12-02T08:00:00Z' });
  const { path } = await addFeed(person);
  const slow = await api.database.pool.connect();
  try {
    await slow.query('begin');
    await slow.query(`update todos set description = 'slow', version = version + 1 where id = $1`, [id]);
    await addTodo(person, { description: 'quick', due_date: '2126-12-03' });
    const { headers, body } = await get(path);
    expect(body).toContain('quick');
    expect(body).not.toContain('slow');
    await slow.query('commit');
    // at once, unless a transaction elsewhere in the cluster is older and still under way
    await until('it is in the calendar', async () => {
      const answer = await get(path, { 'if-none-match': headers.get('etag') ?? '' });
      return answer.status === 200 && answer.body.includes('slow');
    });
  } finally {
    slow.release();
  }
});

test('a revoked feed opens nothing, at once and on every replica', async () => {
  const person = await somebody();
  const { id, path } = await addFeed(person);
  const replica = await startApi({}, api.database);
  try {
    expect((await replica.sendBare('GET', path)).status).toBe(200);
    expect((await person.send('DELETE', `/api/v1/feeds/${id}`)).status).toBe(204);
    for (const each of [api, replica])
      expect(await each.sendBare('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  } finally {
    await replica.close();
  }
  expect((await person.send('DELETE', `/api/v1/feeds/${id}`)).status).toBe(404);
  const { body } = await person.send('GET', '/api/v1/me/events');
  expect(body.data.map(({ type }: { type: string }) => type)).toEqual(
    expect.arrayContaining(['feed.created', 'feed.revoked']),
  );
});

test('a calendar that is being sent is cut once its feed is revoked', async () => {
  const person = await somebody();
  await api.database.pool.query(
    `insert into todos (user_id, description, completed, due_date, notes)
     select $1, 'number ' || n, false, now(), repeat('-', 50000) from generate_series(1, 400) n`,
    [person.id],
  );
  const { id, path } = await addFeed(person);
  const connected = once(api.server, 'connection');
  const [response] = await once(httpGet(api.url + path, { agent: false }), 'response');
  const [socket] = await connected;
  expect((await person.send('DELETE', `/api/v1/feeds/${id}`)).status).toBe(204);
  await until('it is cut', () => socket.destroyed);
  await expect(text(response)).rejects.toThrow('aborted');
});

test('a disabled account and one that is deleted has no feed', async () => {
  const person = await somebody();
  const { path } = await addFeed(person);
  await api.database.pool.query('update users set disabled_at = now() where id = $1', [person.id]);
  expect((await get(path)).status).toBe(404);
  await api.database.pool.query('update users set disabled_at = null where id = $1', [person.id]);
  expect((await get(path)).status).toBe(200);
  expect((await person.send('DELETE', '/api/v1/me', { password: 'correct horse battery staple' })).status).toBe(204);
  expect((await get(path)).status).toBe(404);
  const { rows } = await api.database.pool.query('select from feeds where user_id = $1', [person.id]);
  expect(rows).toEqual([]);
});

test('the address is shown once, and the list says when it was used', async () => {
  const person = await somebody();
  const key = { 'idempotency-key': 'feed' };
  const made = await person.send('POST', '/api/v1/feeds', { name: 'Tablet' }, key);
  expect(made.body).toMatchObject({ name: 'Tablet', shows: 'todos', last_used_at: null });
  expect(made.body.url).toMatch(/^http:\/\/localhost:3000\/api\/v1\/feeds\/duebell_fed_\w+\.ics$/);
  expect(made.headers.get('location')).toBe(`/api/v1/feeds/${made.body.id}`);
  const again = await person.send('POST', '/api/v1/feeds', { name: 'Tablet' }, key);
  expect(again).toMatchObject({ status: 201, body: { ...made.body, url: null } });
  expect((await person.send('POST', '/api/v1/feeds', { name: 'Tablet' })).status).toBe(409);

  await get(new URL(made.body.url).pathname);
  const { body: list } = await person.send('GET', '/api/v1/feeds');
  expect(list.data).toEqual([{ ...made.body, last_used_at: expect.any(String), url: undefined }].map(withoutUrl));
  const { body: one } = await person.send('GET', `/api/v1/feeds/${made.body.id}`);
  expect(one).toEqual(list.data[0]);
});

function withoutUrl({ url: _, ...feed }: Record<string, unknown>) {
  return feed;
}

test('a token without admin, and one that ends, make no feed', async () => {
  const person = await somebody();
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const writer = bearer(await addToken(api, person.id, ['read', 'write']));
  expect((await api.sendBare('POST', '/api/v1/feeds', { name: 'a' }, writer)).status).toBe(403);
  const admin = await addToken(api, person.id, ['admin']);
  expect((await api.sendBare('POST', '/api/v1/feeds', { name: 'a' }, bearer(admin))).status).toBe(201);
  await api.database.pool.query("update api_tokens set expires_at = now() + interval '1 day' where user_id = $1", [
    person.id,
  ]);
  const ending = bearer(await addToken(api, person.id, ['admin']));
  await api.database.pool.query("update api_tokens set expires_at = now() + interval '1 day' where user_id = $1", [
    person.id,
  ]);
  expect(await api.sendBare('POST', '/api/v1/feeds', { name: 'b' }, ending)).toMatchObject({
    status: 403,
    body: { code: 'forbidden' },
  });
});

test('who guesses is sent away, and does not keep others from theirs', async () => {
  const limited = await startApi({ RATE_LIMIT: 5 }, api.database);
  try {
    const person = await somebody();
    const { path } = await addFeed(person);
    const from = { 'x-forwarded-for': browse(api).address };
    const statuses = [];
    for (let i = 0; i < 7; i++)
      statuses.push(
        (await limited.sendBare('GET', `/api/v1/feeds/${makeSecretToken('feed')}.ics`, undefined, from)).status,
      );
    expect(statuses.slice(0, 2)).toEqual([404, 404]);
    expect(statuses.at(-1)).toBe(429);
    expect((await limited.sendBare('GET', path)).status).toBe(200);
  } finally {
    await limited.close();
  }
  for (const path of ['/api/v1/feeds/nothing.ics', `/api/v1/feeds/${makeSecretToken('action')}.ics`])
    expect((await get(path)).status).toBe(404);
});

test('many todos come in pages, each once', async () => {
  const person = await somebody();
  await api.database.pool.query(
    `insert into todos (user_id, description, completed, completed_at, due_date)
     select $1, 'number ' || n, n % 5 = 0, case when n % 5 = 0 then now() end, now() + n * interval '1 hour'
     from generate_series(1, 730) n`,
    [person.id],
  );
  const { path } = await addFeed(person);
  const names = componentsOf((await get(path)).body, 'vtodo').map((each) => each.getFirstPropertyValue('summary'));
  expect(names).toHaveLength(730);
  expect(new Set(names).size).toBe(730);
});

test('who goes away in the middle leaves nothing behind', async () => {
  const person = await somebody();
  await api.database.pool.query(
    `insert into todos (user_id, description, completed, due_date, notes)
     select $1, 'number ' || n, false, now(), repeat('x', 20000) from generate_series(1, 500) n`,
    [person.id],
  );
  const { path } = await addFeed(person);
  for (let i = 0; i < 10; i++) {
    // not by fetch, which opens another connection at once
    const request = httpGet(api.url + path, { agent: false });
    const [response] = await once(request, 'response');
    await once(response, 'data');
    request.destroy();
  }
  // the pool has 4 connections
  expect((await person.send('GET', '/api/v1/feeds')).status).toBe(200);
});
