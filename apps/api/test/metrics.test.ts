import { createTestDatabase, TEST_OWNER_TOKEN, type TestDatabase, until } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAccount, addToken } from './account.ts';
import { openEvents } from './event-source.ts';
import { type SpawnedServer, spawnServer } from './spawn-server.ts';

let database: TestDatabase;
let server: SpawnedServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await spawnServer({ DATABASE_URL: database.appUrl, API_SQL_POOL_SIZE: '2', LOG_LEVEL: 'warn' });
});
afterAll(async () => {
  server.terminate();
  await server.ended;
  await database.drop();
});

const headers = { authorization: `Bearer ${TEST_OWNER_TOKEN}`, 'content-type': 'application/json' };

function send(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(server.url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
}

/** Answers what Prometheus reads: the value of a series, by its name and labels. */
async function scrape(): Promise<(series: string) => number | undefined> {
  const response = await fetch(server.metricsUrl);
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const lines = (await response.text()).split('\n').filter((line) => line && !line.startsWith('#'));
  const series = new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
  return (name) => series.get(name);
}

const answered = (method: string, route: string, status: number) =>
  `duebell_http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`;
const connections = (pool: string, state: string) => `duebell_database_connections{pool="${pool}",state="${state}"}`;
const inFlight = 'duebell_http_requests_in_flight';

test('requests are counted by route and status, without an id or a stranger’s path among the labels', async () => {
  const { id } = (await (await send('POST', '/api/v1/todos', { description: 'a' })).json()) as { id: number };
  for (let i = 0; i < 3; i += 1) await send('GET', `/api/v1/todos/${id}`);
  await send('GET', '/api/v1/todos/999');
  await send('GET', '/wp-admin.php');
  const metric = await scrape();
  expect(metric(answered('POST', '/api/v1/todos', 201))).toBe(1);
  expect(metric(answered('GET', '/api/v1/todos/:id', 200))).toBe(3);
  expect(metric(answered('GET', '/api/v1/todos/:id', 404))).toBe(1);
  expect(metric(answered('GET', 'none', 404))).toBe(1);
  expect(metric(inFlight)).toBe(0);
  expect(metric('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
});

test('requests under way, and those that wait for a connection, are seen; who left is counted as such', async () => {
  const holder = await database.pool.connect();
  await holder.query('begin');
  await holder.query('lock table todos');
  const leaving = new AbortController();
  // of an account each: those of one would wait for its turn
  const askers = await Promise.all(Array.from({ length: 5 }, () => addAccount(database.pool, 'asker')));
  const reads = askers.map(async (asker) => {
    const authorization = `Bearer ${await addToken(database.pool, asker)}`;
    return fetch(`${server.url}/api/v1/todos`, { headers: { authorization }, signal: leaving.signal });
  });
  await until('three wait for a connection', async () => {
    const metric = await scrape();
    return metric(inFlight) === 5 && metric(connections('sql', 'waiting')) === 3;
  });
  expect((await scrape())(connections('sql', 'used'))).toBe(2);
  expect((await scrape())(connections('orm', 'waiting'))).toBe(0);
  leaving.abort();
  await Promise.allSettled(reads);
  await holder.query('rollback');
  holder.release();
  await until('they are counted', async () => (await scrape())(answered('GET', '/api/v1/todos', 499)) === 5);
  expect((await scrape())(inFlight)).toBe(0);
});

test('an event stream is counted as one, and not as a request that takes long', async () => {
  const events = await openEvents(server.url);
  await events.begin();
  const open = await scrape();
  expect(open('duebell_event_streams')).toBe(1);
  expect(open(inFlight)).toBe(0);
  events.close();
  await until('it is over', async () => (await scrape())('duebell_event_streams') === 0);
  expect((await scrape())(answered('GET', '/api/v1/events', 200))).toBeUndefined();
});

test('metrics are on a port of their own, where nothing else is', async () => {
  expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
  expect((await fetch(new URL('/api', server.metricsUrl))).status).toBe(404);
});
