import { randomUUID } from 'node:crypto';
import { until } from 'db/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, startApi, type TestApi } from './api.ts';
import { addPerson, addToken } from './person.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const withKey = (key: string) => ({ 'idempotency-key': key });
const create = (key: string, description = 'once', to = api) =>
  to.send('POST', '/api/v1/todos', { description }, withKey(key));

async function count(description: string): Promise<number> {
  const { rows } = await api.database.pool.query('select from todos where description = $1', [description]);
  return rows.length;
}

test('a create that is repeated happens once and is answered the same, after a restart and by a replica too', async () => {
  const key = randomUUID();
  const first = await create(key, 'repeated');
  expect(first.status).toBe(201);
  const replica = await startApi({}, api.database);
  for (const again of [await create(key, 'repeated'), await create(key, 'repeated', replica)]) {
    expect(again).toMatchObject({ status: 201, body: first.body });
    for (const name of ['location', 'etag', 'content-type'])
      expect(again.headers.get(name)).toBe(first.headers.get(name));
  }
  await replica.close();
  expect(await count('repeated')).toBe(1);
  // and it stays the answer, whatever became of the todo
  await api.send('DELETE', first.headers.get('location') ?? '');
  expect(await create(key, 'repeated')).toMatchObject({ status: 201, body: first.body });
});

test('two creates with one Idempotency-Key at once, or ten: one happens, all hear of it', async () => {
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 10 }, () => create(key, 'at once')));
  for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 201, body: answers[0]?.body });
  expect(await count('at once')).toBe(1);
});

test('one that cannot wait any longer is told that the first is under way', async () => {
  const key = randomUUID();
  const holder = new pg.Client({ connectionString: api.database.url });
  await holder.connect();
  await holder.query('begin');
  await holder.query(`insert into idempotency_keys (user_id, key, request_hash) values (1, $1, '')`, [key]);
  expect(await create(key, 'late')).toMatchObject({ status: 409, body: { code: 'conflict' } });
  await holder.query('rollback');
  await holder.end();
  expect((await create(key, 'late')).status).toBe(201);
});

test('the same key with another body, address or method is a mistake', async () => {
  const key = randomUUID();
  const { headers } = await create(key, 'first');
  const path = headers.get('location') ?? '';
  const others: Answer[] = [
    await create(key, 'second'),
    await api.send('PATCH', path, { description: 'first' }, withKey(key)),
    await api.send('POST', '/api/v1/channels', { kind: 'webhook', name: 'a', url: 'http://a/' }, withKey(key)),
  ];
  for (const answer of others) expect(answer).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch' } });
  expect(await count('second')).toBe(0);
});

test('keys are the account’s own, and what failed may be tried again', async () => {
  const key = randomUUID();
  expect((await create(key, '')).status).toBe(400);
  expect((await create(key, 'mine')).status).toBe(201);
  const authorization = `Bearer ${await addToken(api, (await addPerson(api)).id, ['write'])}`;
  const theirs = await api.send('POST', '/api/v1/todos', { description: 'theirs' }, { ...withKey(key), authorization });
  expect(theirs).toMatchObject({ status: 201, body: { description: 'theirs' } });
  const path = '/api/v1/todos/987654321';
  const late = randomUUID();
  expect((await api.send('PATCH', path, { completed: true }, withKey(late))).status).toBe(404);
  const { rows } = await api.database.pool.query('select from idempotency_keys where key = $1', [late]);
  expect(rows).toHaveLength(0);
});

test('a change happens once, its reminder and its version with it', async () => {
  const { headers } = await create(randomUUID(), 'to change');
  const path = headers.get('location') ?? '';
  const key = randomUUID();
  const due_date = new Date(Date.now() + 3_600_000).toISOString();
  const first = await api.send('PATCH', path, { due_date }, withKey(key));
  expect(first).toMatchObject({ status: 200, body: { due_date, version: 2 } });
  await api.send('PATCH', path, { due_date: null });
  const again = await api.send('PATCH', path, { due_date }, withKey(key));
  expect(again).toMatchObject({ status: 200, body: first.body });
  expect(again.headers.get('etag')).toBe('"2"');
  expect((await api.send('GET', path)).body).toMatchObject({ due_date: null, version: 3 });
});

test.each([
  ['/api/v1/tokens', { name: 'shown once', scopes: ['read'] }, ['token']],
  ['/api/v1/channels', { kind: 'webhook', name: 'shown once', url: 'https://example.com/' }, ['secret']],
  ['/api/v1/invitations', undefined, ['token', 'link']],
])('a repeat of POST %s does not show its secret again', async (path, body, secrets) => {
  const key = randomUUID();
  const first = await api.send('POST', path, body, withKey(key));
  expect(first.status).toBe(201);
  const again = await api.send('POST', path, body, withKey(key));
  expect(again.body).toEqual({ ...first.body, ...Object.fromEntries(secrets.map((name) => [name, null])) });
  const { rows } = await api.database.pool.query('select body from idempotency_keys where key = $1', [key]);
  for (const name of secrets) expect(rows[0].body).not.toContain(first.body[name]);
});

test('every operation that makes or changes something for an account takes a key', async () => {
  const { body } = await api.send('GET', '/api/openapi.json');
  const paths: Record<string, Record<string, { security?: unknown[]; parameters?: { name: string }[] }>> = body.paths;
  const without = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method, { security }]) => ['post', 'patch'].includes(method) && security?.length !== 0)
      .filter(([, { parameters }]) => !parameters?.some(({ name }) => name === 'idempotency-key'))
      .map(([method]) => `${method} ${path}`),
  );
  // which knows by its content what is there already
  expect(without).toEqual(['post /api/v1/import']);
});

test('a key is forgotten after a day', async () => {
  const key = randomUUID();
  await create(key, 'old');
  await create(randomUUID(), 'older');
  await api.database.pool.query(`update idempotency_keys set created_at = now() - interval '24 hours 1 second'`);
  expect((await create(key, 'new')).body.description).toBe('new');
  await until('the others are gone', async () => {
    const { rows } = await api.database.pool.query('select from idempotency_keys where user_id = 1');
    return rows.length === 1;
  });
});

test.each(['', 'a'.repeat(256)])('%j is no key', async (key) => {
  expect(await create(key)).toMatchObject({
    status: 400,
    body: { errors: [{ in: 'headers', pointer: '/idempotency-key' }] },
  });
});

test('changes of the account, each with a key of its own, do not stop each other', async () => {
  const writes = Array.from({ length: 40 }, (_, i) => {
    const headers = { 'idempotency-key': `setting ${i}` };
    if (i % 2 === 0) return api.send('PATCH', '/api/v1/me', { name: `name ${i}` }, headers);
    return api.send('POST', '/api/v1/todos', { description: 'a', due_date: '2126-01-01' }, headers);
  });
  const statuses = (await Promise.all(writes)).map(({ status }) => status);
  expect(statuses.filter((status) => status > 201)).toEqual([]);
});
