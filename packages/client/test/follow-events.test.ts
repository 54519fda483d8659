import { createTestDatabase, TEST_OWNER_TOKEN, type TestDatabase, until, untilAllIsTold } from 'db/testing';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { startRelay } from '../../../infra/local/test/faults/relay.ts';
import { type Service, startApi } from '../../../infra/local/test/faults/services.ts';
import { type Client, createClient, followEvents, type LiveEvent, unwrap } from '../index.ts';

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

const createTodo = (description: string) => unwrap(client.POST('/api/v1/todos', { body: { description } }));
/** The cursor of now: what the tests before this one did lies behind it. */
async function readCursor(): Promise<string> {
  await untilAllIsTold(database.pool);
  return (await unwrap(client.GET('/api/v1/changes'))).next_cursor;
}

/** Follows until the test ends; `events` grows. */
function follow(followed: Client, since?: string) {
  const abort = new AbortController();
  const events: LiveEvent[] = [];
  const ended = (async () => {
    for await (const event of followEvents(followed, { since, signal: abort.signal })) events.push(event);
  })();
  onTestFinished(async () => {
    abort.abort();
    await ended.catch(() => {});
  });
  return { events, ended, abort };
}

const described = (events: LiveEvent[]) => events.map(({ change }) => change.todo?.description);

test('a connection that is cut loses and repeats no event', async () => {
  const port = Number(new URL(api.url).port);
  const relay = await startRelay(port);
  onTestFinished(relay.close);
  const relayed = createClient({ baseUrl: `http://127.0.0.1:${relay.port}`, token: TEST_OWNER_TOKEN });
  const { events } = follow(relayed, await readCursor());
  await createTodo('one');
  await until('the first event', () => events.length === 1);

  relay.lead(port);
  for (const description of ['two', 'three']) await createTodo(description);
  await until('what happened meanwhile', () => events.length === 3);
  await createTodo('four');
  await until('what happens now', () => events.length === 4);
  expect(described(events)).toEqual(['one', 'two', 'three', 'four']);
  expect(events[0]).toMatchObject({ name: 'todo.created', change: { resource: 'todo', change: 'created' } });

  const later = follow(client, events[1]?.cursor);
  await until('what came after the second', () => later.events.length === 2);
  expect(described(later.events)).toEqual(['three', 'four']);
});

test('it ends without an error where it is aborted, or left, and its connection with it', async () => {
  const requests: Request[] = [];
  const watched = createClient({
    baseUrl: api.url,
    token: TEST_OWNER_TOKEN,
    fetch: (request) => {
      requests.push(request);
      return fetch(request);
    },
  });
  const { events, ended, abort } = follow(watched, await readCursor());
  await createTodo('seen');
  await until('an event', () => events.length === 1);
  abort.abort();
  await ended;

  const since = await readCursor();
  await createTodo('the first');
  await createTodo('the second');
  for await (const { change } of followEvents(watched, { since })) {
    expect(change.todo?.description).toBe('the first');
    break;
  }
  expect(requests.map(({ signal }) => signal.aborted)).toEqual([true, true]);

  const already = followEvents(watched, { signal: AbortSignal.abort() });
  expect(await already.next()).toEqual({ done: true, value: undefined });
  expect(requests).toHaveLength(2);
});

test('a cursor that is gone is thrown: the caller starts over', async () => {
  const { events, ended } = follow(client, await readCursor());
  const expired = expect(ended).rejects.toMatchObject({ name: 'ProblemError', status: 410, code: 'cursor_expired' });
  await createTodo('before');
  await until('an event', () => events.length === 1);
  // as after a restore
  await database.pool.query('update change_feed set epoch = gen_random_uuid()');
  await expired;
});

test('what is wrong at first is thrown at once', async () => {
  const stranger = createClient({ baseUrl: api.url, token: 'duebell_nobody' });
  await expect(followEvents(stranger).next()).rejects.toMatchObject({ name: 'ProblemError', status: 401 });
  const nowhere = createClient({ baseUrl: 'http://127.0.0.1:1' });
  await expect(followEvents(nowhere).next()).rejects.toThrow(TypeError);
  const page = new Response('<h1>Welcome</h1>', { headers: { 'content-type': 'text/html' } });
  const elsewhere = createClient({ baseUrl: api.url, fetch: async () => page });
  await expect(followEvents(elsewhere).next()).rejects.toThrow('answered text/html instead of events');
});

test('it comes back with the last id, also one without an event, at the pace that the server asks for', async () => {
  const stream = (text: string) => new Response(text, { headers: { 'content-type': 'text/event-stream' } });
  const unavailable = { code: 'unavailable', detail: 'later' };
  const answers = [
    stream('retry: 5\nid: a\n\n: still here\nid: b\n\n'),
    undefined,
    Response.json(unavailable, { status: 503, headers: { 'retry-after': '1' } }),
    stream('id: c\nevent: todo.deleted\ndata: {"resource":"todo","id":1}\n\nid: d\nevent: todo.upd'),
    stream('id: e\nevent: todo.deleted\ndata: {"resource":"todo","id":2}\n\n'),
  ];
  const asked: { id: string | null; at: number }[] = [];
  const fake = createClient({
    baseUrl: api.url,
    fetch: async ({ headers }) => {
      asked.push({ id: headers.get('last-event-id'), at: performance.now() });
      const answer = answers.shift();
      if (!answer) throw new TypeError('there is nobody');
      return answer;
    },
  });
  const { events } = follow(fake);
  await until('both events', () => events.length === 2);
  expect(events.map(({ cursor, name, change }) => [cursor, name, change.id])).toEqual([
    ['c', 'todo.deleted', 1],
    ['e', 'todo.deleted', 2],
  ]);
  // d was not whole
  expect(asked.slice(0, 5).map(({ id }) => id)).toEqual([null, 'b', 'b', 'b', 'c']);
  const [, , third, fourth] = asked.map(({ at }) => at);
  expect((fourth ?? 0) - (third ?? 0)).toBeGreaterThan(950);
});

test('a connection that falls silent is taken for dead', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const requests: Request[] = [];
  const fake = createClient({
    baseUrl: api.url,
    fetch: async (request) => {
      requests.push(request);
      const silent = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('retry: 1000\n: still here\n\n'));
          request.signal.addEventListener('abort', () => controller.error(request.signal.reason));
        },
      });
      return new Response(silent, { headers: { 'content-type': 'text/event-stream' } });
    },
  });
  follow(fake);
  await vi.advanceTimersByTimeAsync(44_000);
  expect(requests).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(3000);
  expect(requests.map(({ signal }) => signal.aborted)).toEqual([true, false]);
});
