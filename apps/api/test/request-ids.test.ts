import { makeSecretToken } from 'db/sql';
import { createTestDatabase, type TestDatabase } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { type SpawnedApi, spawnApi } from './spawn-api.ts';

let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startApi({}, database);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/;

test.each(['req-1', 'Root=1-67891233-abcdef012345678912345678', 'a'.repeat(128)])(
  'a request keeps the id that it came with: %s',
  async (id) => {
    const { headers } = await api.send('GET', '/api', undefined, { 'x-request-id': id });
    expect(headers.get('x-request-id')).toBe(id);
  },
);

test.each(['', 'a b', 'a"b', 'ü', 'a'.repeat(129), makeSecretToken('api')])(
  'an id that does not belong into a log is replaced: %s',
  async (id) => {
    const { headers } = await api.send('GET', '/api', undefined, {
      'x-request-id': Buffer.from(id).toString('latin1'),
    });
    expect(headers.get('x-request-id')).toMatch(uuid);
  },
);

test('a request without an id gets one of its own, whatever becomes of it', async () => {
  const answers = [
    await api.send('GET', '/api/v1/todos'),
    await api.send('POST', '/api/v1/todos', { description: 1 }),
    await api.sendBare('GET', '/api/v1/todos'),
    await api.send('GET', '/nowhere'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 400, 401, 404]);
  const ids = answers.map(({ headers }) => headers.get('x-request-id'));
  for (const id of ids) expect(id).toMatch(uuid);
  expect(new Set(ids).size).toBe(4);
});

test('the lines in the log about a request have its id', async () => {
  const other: SpawnedApi = await spawnApi({ DATABASE_URL: database.appUrl });
  await fetch(`${other.url}/api`, { headers: { 'x-request-id': 'from-the-proxy' } });
  expect(await other.stop()).toBe(0);
  const lines = other.log.map((line) => JSON.parse(line)).filter(({ reqId }) => reqId === 'from-the-proxy');
  expect(lines.map(({ msg }) => msg)).toEqual(['incoming request', 'request completed']);
});
