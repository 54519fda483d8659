import { createTestDatabase, TEST_OWNER_TOKEN, type TestDatabase, until } from 'db/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAccount, addToken } from './account.ts';
import { type Inhabited, inhabit } from './malformed-requests/arrange.ts';
import type { Request } from './malformed-requests/exchange.ts';
import { judge } from './malformed-requests/judge.ts';
import { nearlyValidRequests, oddRequests } from './malformed-requests/odd-requests.ts';
import { type Operation, readOperations } from './malformed-requests/operations.ts';
import { rawRequests } from './malformed-requests/raw-requests.ts';
import { createSender } from './malformed-requests/send-patiently.ts';
import { type SpawnedApi, spawnApi } from './spawn-api.ts';

// The requests are random and yet the same in each run. Others: SEED=1 pnpm vitest run malformed-requests
const seed = Number(process.env.SEED ?? 20261125);
/** connections of its two pools; exports have a quarter of the first, which is one for each lane of requests below */
const pools = { sql: 28, orm: 4 };

let api: SpawnedApi;
let database: TestDatabase;
let inhabited: Inhabited;
let operations: Operation[];

beforeAll(async () => {
  database = await createTestDatabase();
  inhabited = await inhabit(database);
  api = await spawnApi({
    DATABASE_URL: database.appUrl,
    API_SQL_POOL_SIZE: pools.sql,
    API_ORM_POOL_SIZE: pools.orm,
    SIGNUP: 'open',
    // attempts at passwords are limited for each address: requests come from many
    TRUST_PROXY: 'loopback',
  });
  operations = await readOperations(api.url);
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

test('whatever arrives is answered in time, with no fault of the server', { timeout: 180_000 }, async () => {
  const reached = new Map<string, Set<number>>();
  let sent = 0;
  const sendPatiently = createSender(api.url);
  const pages = operations.filter(({ isPage }) => isPage).map(({ path }) => path.split('{')[0] ?? path);
  const send = async (request: Request) => {
    sent += 1;
    const outcome = await sendPatiently(request);
    const fault = judge(request, outcome, pages, inhabited.secrets);
    if (fault) throw new Error(fault);
    if (request.about && typeof outcome === 'object')
      for (const { status } of outcome.answers)
        reached.set(request.about, (reached.get(request.about) ?? new Set()).add(status));
  };
  const results = await Promise.allSettled([
    ...lanes(3, 1000, nearlyValidRequests(operations, inhabited), send),
    ...lanes(2, 600, oddRequests(operations, inhabited), send),
    ...lanes(2, 450, rawRequests(operations, inhabited), send),
  ]);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  expect(sent).toBeGreaterThanOrEqual(5000);
  const shut = operations.filter(({ name }) => ![...(reached.get(name) ?? [])].some((status) => status <= 400));
  expect(shut, 'routes whose doors nothing passed').toEqual([]);
});

/** Sends `count` requests one after the other, in each of several lanes at once. Throws with the simplest that failed. */
function lanes(
  number: number,
  count: number,
  requests: fc.Arbitrary<Request>,
  send: (request: Request) => Promise<void>,
): Promise<void>[] {
  return Array.from({ length: number }, async (_, lane) => {
    const property = fc.asyncProperty(requests, send);
    // looking for a simpler failure ends before the test's own time does
    const parameters = { seed: seed * 8 + lane, numRuns: count, interruptAfterTimeLimit: 150_000 };
    const result = await fc.check(property, parameters);
    if (!result.failed) return;
    const { bytes = Buffer.alloc(0), ...rest } = result.counterexample?.[0] ?? {};
    throw new Error(
      `${result.errorInstance}\nafter ${result.numRuns} requests with SEED=${seed}, ${JSON.stringify(rest)} of ${bytes.length} bytes:\n` +
        JSON.stringify(bytes.toString('latin1', 0, 3000)),
    );
  });
}

test('afterwards it is ready, and a todo can be written and read', async () => {
  const headers = { authorization: `Bearer ${TEST_OWNER_TOKEN}`, 'content-type': 'application/json' };
  const ready = await fetch(`${api.url}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', schema: 'current' }]);
  const body = JSON.stringify({ description: 'still here' });
  const created = await fetch(`${api.url}/api/v1/todos`, { method: 'POST', headers, body });
  expect(created.status).toBe(201);
  const read = await fetch(new URL(created.headers.get('location') ?? '', api.url), { headers });
  expect(await read.json()).toMatchObject({ description: 'still here' });
});

test('afterwards every connection of both its pools can be used', async () => {
  const holder = await database.pool.connect();
  // an account has as many of each as it leaves free at most, or one
  const writers = await Promise.all(
    Array.from({ length: Math.max(pools.sql, pools.orm) }, async () => {
      const authorization = `Bearer ${await addToken(database.pool, await addAccount(database.pool, 'x'))}`;
      const headers = { authorization, 'content-type': 'application/json' };
      const write = (method: string, path: string, body: object) =>
        fetch(api.url + path, { method, headers, body: JSON.stringify(body) });
      const todo = await write('POST', '/api/v1/todos', { description: 'a' });
      const { id } = (await todo.json()) as { id: number };
      return { write, id };
    }),
  );
  await holder.query('begin; lock table todos in exclusive mode');
  // one that is written by MikroORM, as it may have reminders
  const body = { description: 'b', completed: true };
  const writes = [
    ...writers.slice(0, pools.orm).map(({ write, id }) => write('PATCH', `/api/v1/todos/${id}`, body)),
    ...writers.slice(0, pools.sql).map(({ write }) => write('POST', '/api/v1/todos', body)),
  ];
  const locked = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await until(
    'all connections wait',
    async () => (await database.pool.query(locked)).rows.length === pools.sql + pools.orm,
  );
  await holder.query('commit');
  holder.release();
  for (const { status } of await Promise.all(writes)) expect(status).toBeLessThan(300);
});

test('it ends in order; nothing in its log is a fault or a secret', async () => {
  expect(await api.stop()).toBe(0);
  const faults = api.log.filter((line) => !line.startsWith('{') || JSON.parse(line).level >= 50);
  expect(faults.slice(0, 5)).toEqual([]);
  const secrets = api.log.filter((line) => inhabited.secrets.some((secret) => line.includes(secret)));
  expect(secrets.slice(0, 5)).toEqual([]);
});
