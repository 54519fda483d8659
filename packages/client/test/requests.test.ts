import { createTestDatabase, TEST_OWNER_TOKEN, type TestDatabase } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Service, startApi } from '../../../infra/local/test/faults/services.ts';
import { type Client, createClient, listAll, ProblemError, unwrap } from '../index.ts';

let database: TestDatabase;
let api: Service;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startApi(database.appUrl);
  client = createClient({ baseUrl: api.url, token: TEST_OWNER_TOKEN });
});
afterAll(async () => {
  await api.terminate();
  await database.drop();
});

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('nothing was thrown'),
    (error: unknown) => (error instanceof ProblemError ? error : expect.fail(`not a ProblemError: ${error}`)),
  );

test('what is refused is a problem, returned by a method and thrown by unwrap', async () => {
  const refused = () => client.POST('/api/v1/todos', { body: { description: '', priority: 9 } });
  const { data, error, response } = await refused();
  expect(data).toBeUndefined();
  expect(response.status).toBe(400);
  expect(error?.code).toBe('invalid_request');
  expect(error?.errors?.map(({ pointer }) => pointer)).toEqual(['/description', '/priority']);

  const thrown = await failure(unwrap(refused()));
  expect(thrown).toMatchObject({ name: 'ProblemError', status: 400, code: 'invalid_request', problem: error });
  expect(thrown.message).toBe(`400 invalid_request: ${error?.detail}`);
  const missing = client.GET('/api/v1/todos/{id}', { params: { path: { id: 999_999 } } });
  expect(await failure(unwrap(missing))).toMatchObject({ status: 404, code: 'not_found' });
  const stranger = createClient({ baseUrl: `${api.url}/`, token: 'duebell_nobody' });
  expect(await failure(unwrap(stranger.GET('/api/v1/me')))).toMatchObject({ status: 401, code: 'unauthorized' });
});

test('without a token it reaches what is open to everybody', async () => {
  expect(await unwrap(createClient({ baseUrl: api.url }).GET('/api'))).toMatchObject({ success: true });
});

test('what comes from another server than the API is a problem, too', async () => {
  const page = new Response('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' });
  const behind = createClient({ baseUrl: api.url, fetch: async () => page });
  expect(await failure(unwrap(behind.GET('/api/v1/todos')))).toMatchObject({
    message: '502 no_problem: <h1>Bad gateway</h1>',
    problem: { type: 'about:blank', title: 'Bad Gateway', status: 502 },
  });
});

test('all rows of a list come once, in order, while others write', async () => {
  const operations = Array.from({ length: 450 }, (_, i) => ({
    op: 'create' as const,
    todo: { description: `${i}`, completed: i % 2 === 1 },
  }));
  const { results } = await unwrap(client.POST('/api/v1/todos/batch', { body: { operations } }));
  const asked: URL[] = [];
  const counting = createClient({
    baseUrl: api.url,
    token: TEST_OWNER_TOKEN,
    fetch: (request) => {
      asked.push(new URL(request.url));
      return fetch(request);
    },
  });
  const seen: string[] = [];
  for await (const todo of listAll(counting, '/api/v1/todos')) {
    seen.push(todo.description);
    // one that was shown, and one that was not yet
    for (const i of seen.length === 100 ? [50, 449] : []) {
      const path = { id: results[i]?.todo?.id ?? 0 };
      await unwrap(client.DELETE('/api/v1/todos/{id}', { params: { path } }));
    }
  }
  expect(seen).toEqual(operations.slice(0, 449).map(({ todo }) => todo.description));
  expect(asked.map(({ searchParams }) => [searchParams.get('limit'), searchParams.has('cursor')])).toEqual([
    ['200', false],
    ['200', true],
    ['200', true],
  ]);

  const open = [];
  const query = { completed: false, limit: 50 };
  for await (const { completed } of listAll(client, '/api/v1/todos', { params: { query } })) open.push(completed);
  expect(open).toEqual(Array.from({ length: 224 }, () => false));
});

test('a page that the server has no time for is asked for again when it says, and only then', async () => {
  const answers = [
    Response.json({ code: 'unavailable', detail: 'later' }, { status: 503, headers: { 'retry-after': '0' } }),
    Response.json({ data: [{ name: 'home' }], next_cursor: 'next' }),
    Response.json({ code: 'too_many_requests', detail: 'later' }, { status: 429, headers: { 'retry-after': '0' } }),
    Response.json({ data: [{ name: 'work' }], next_cursor: null }),
    Response.json({ code: 'too_many_requests', detail: 'much' }, { status: 429, headers: { 'retry-after': '3600' } }),
    Response.json({ code: 'internal_error', detail: 'it failed' }, { status: 500 }),
  ];
  const busy = createClient({ baseUrl: api.url, fetch: async () => answers.shift() ?? expect.fail('asked once more') });
  const readNames = async () => {
    const names = [];
    for await (const { name } of listAll(busy, '/api/v1/lists')) names.push(name);
    return names;
  };
  expect(await readNames()).toEqual(['home', 'work']);
  expect(await failure(readNames())).toMatchObject({ status: 429, retryAfterMs: 3_600_000 });
  expect(await failure(readNames())).toMatchObject({ status: 500, retryAfterMs: undefined });
});
