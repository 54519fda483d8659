import { OWNER_ID } from 'db/sql';
import { createTestDatabase, TEST_OWNER_TOKEN } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Account, readRows, readTables } from './account.ts';
import { startApi, type TestApi } from './api.ts';
import { type Counter, countRoundTrips } from './count-round-trips.ts';
import { fill, type Operation, Reference, readOperations, referencesIn, type Sample, samplesOf } from './operations.ts';
import { bearer, idFor, type Stage, send, settleIn } from './sending.ts';

// What a request costs the database: round trips, however much there is. Who asks is left out: that is remembered for a
// second, and asked for in one statement otherwise.

const account: Account = { id: OWNER_ID, mark: 'counted' };
const headers = bearer(TEST_OWNER_TOKEN);
let counter: Counter;
let api: TestApi;
let stage: Stage;
/** the operations that read */
let reads: Operation[];
let close: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  counter = await countRoundTrips(database.appUrl);
  api = await startApi({ DATABASE_URL: counter.url }, database);
  // MikroORM connects when it is first used
  await api.send('PATCH', '/api/v1/me', {});
  const operations = readOperations((await api.send('GET', '/api/openapi.json')).body);
  stage = { ...api, operations, tables: await readTables(database.pool) };
  reads = operations.filter(
    ({ method, isPublic, documented }) => method === 'GET' && !isPublic && !isStream(documented),
  );
  close = async () => {
    await api.close();
    await counter.close();
    await database.drop();
  };
});
afterAll(() => close());

test('every read costs one round trip, of one row and of many', async () => {
  await settleIn(stage, account, headers);
  await demandOneEach();
  for (let i = 0; i < 20; i += 1) await settleIn(stage, { ...account, mark: `counted-${i}` }, headers);
  expect((await api.send('GET', '/api/v1/todos')).body.data.length).toBeGreaterThan(20);
  await demandOneEach();
});

async function demandOneEach(): Promise<void> {
  const rows = await readRows(stage.database.pool, stage.tables, account);
  for (const read of reads) {
    for (const sample of readsOf(read)) {
      const filled = fill(sample, (reference) => idFor(stage.tables, reference, rows));
      const { status, text, statements } = await count(() => send(stage, read, filled, headers));
      const what = `${read.name} with ${JSON.stringify(filled)} answered ${status}`;
      expect(status, what).toBe(200);
      // of a page that ids narrow to nothing, it is asked whether there are such rows
      const isEmpty = text.startsWith('{"data":[]') && referencesIn(sample).length > 0;
      expect(statements.length, what).toBeLessThanOrEqual(isEmpty ? 2 : 1);
      expect(statements.length, what).toBeGreaterThan(0);
    }
  }
}

/** With an id that narrows a list and without: where both narrow it to nothing, it is asked whether there is such an id. */
function readsOf(read: Operation): Sample[] {
  const [whole, ...others] = samplesOf(read, account.mark);
  const withoutIds = ({ query, ...rest }: Sample) => ({
    ...rest,
    query: Object.fromEntries(Object.entries(query).filter(([, value]) => !(value instanceof Reference))),
  });
  return [whole, withoutIds(whole), ...others.map(withoutIds)];
}

test('writing a todo costs one round trip, also in a list and with labels', async () => {
  const { id } = (await api.send('POST', '/api/v1/lists', { name: 'one' })).body;
  const more = { list_id: id, label_ids: await addLabels(), due_date: '2126-01-01T09:00:00Z' };
  const reminders = [{ before: '-PT15M' }, { before: 'PT0S' }, { at: '2126-01-01T07:00:00Z' }];
  for (const todo of [{ description: 'x' }, { description: 'x', ...more }, { description: 'x', ...more, reminders }]) {
    const { status, statements } = await count(() => api.send('POST', '/api/v1/todos', todo));
    expect(status).toBe(201);
    expect(statements).toHaveLength(1);
  }
});

test('changing the text or priority of a todo costs one round trip, whatever it has', async () => {
  const change = { description: 'y', notes: 'z', priority: 1 };
  const twice: Request[] = [
    ['PATCH', '', change],
    ['PATCH', '', change],
  ];
  expect(await costOf(twice, await addLabels())).toEqual([1, 1]);
});

test.each<[string, ...Request[]]>([
  ['its text', ['PATCH', '', { description: 'y', priority: 1 }]],
  ['its due date', ['PATCH', '', { due_date: '2126-02-01T09:00:00Z' }]],
  ['its completion', ['PATCH', '', { completed: true }]],
  ['nothing', ['PATCH', '', {}]],
  ['its place', ['POST', '/move', { after: 'neighbour' }]],
  ['that it is there, and is there again', ['DELETE', ''], ['POST', '/restore']],
  ['that it was ever there', ['DELETE', '?purge=true']],
])('changing %s costs the same of a todo with many labels as of one without', async (_, ...requests) => {
  expect(await costOf(requests, await addLabels())).toEqual(await costOf(requests, []));
});

test('changing many labels costs the same as changing one', async () => {
  const [before, after] = [await addLabels(), await addLabels()];
  const few = await costOf([['PATCH', '', { label_ids: after.slice(0, 1) }]], before.slice(0, 1));
  expect(await costOf([['PATCH', '', { label_ids: after }]], before)).toEqual(few);
});

test('writing many reminders costs the same as writing one, also by the rules of a list', async () => {
  const reminders = (n: number) => Array.from({ length: n }, (_, i) => ({ before: `-P${i + 1}D` }));
  const costOfTodo = async (todo: object) => {
    const whole = { description: 'x', due_date: '2126-01-01', ...todo };
    return (await count(() => api.send('POST', '/api/v1/todos', whole))).statements.length;
  };
  const list = async (default_reminders: object) =>
    (await api.send('POST', '/api/v1/lists', { name: 'x', default_reminders })).body.id;
  expect(await costOfTodo({ reminders: reminders(20) })).toBe(await costOfTodo({ reminders: reminders(1) }));
  expect(await costOfTodo({ list_id: await list(reminders(20)) })).toBe(
    await costOfTodo({ list_id: await list(reminders(1)) }),
  );
});

test('changing and snoozing many reminders costs the same as one', async () => {
  const reminders = (n: number, unit: string) =>
    Array.from({ length: n }, (_, i) => ({ before: `-PT${i + 1}${unit}` }));
  const costs = (n: number) =>
    costOf(
      [
        ['PATCH', '', { reminders: reminders(n, 'M') }],
        ['PATCH', '', { reminders: reminders(n, 'H') }],
        ['POST', '/snooze', { duration: 'PT1H' }],
        ['DELETE', '/snooze'],
        ['PATCH', '', { completed: true }],
      ],
      [],
    );
  expect(await costs(20)).toEqual(await costs(1));
});

test.each<[string, object]>([
  ['dates', { description: 'y', completed: true, due_date: '2126-02-01T09:00:00Z' }],
  ['reminders', { reminders: [{ before: '-PT5M' }, { before: '-P1D' }] }],
])('changing the %s of many todos at once costs the same as of two', async (_, change) => {
  const costOfBatch = async (size: number) => {
    const ids = await Promise.all(Array.from({ length: size }, () => addTodo([])));
    const operations = ids.map((id) => ({ op: 'update', id, todo: change }));
    const { status, statements } = await count(() => api.send('POST', '/api/v1/todos/batch', { operations }));
    expect(status).toBe(200);
    return statements.length;
  };
  expect(await costOfBatch(50)).toBe(await costOfBatch(2));
});

type Request = [method: string, path: string, body?: object];

/** The round trips of each of several requests about a new todo. */
async function costOf(requests: Request[], label_ids: number[]): Promise<number[]> {
  const neighbour = await addTodo([]);
  const id = await addTodo(label_ids);
  const costs: number[] = [];
  for (const [method, path, body] of requests) {
    const filled = body && JSON.parse(JSON.stringify(body).replace('"neighbour"', String(neighbour)));
    const { status, statements } = await count(() => api.send(method, `/api/v1/todos/${id}${path}`, filled));
    expect(status, `${method} ${path}`).toBeLessThan(300);
    costs.push(statements.length);
  }
  return costs;
}

async function addTodo(label_ids: number[]): Promise<number> {
  const todo = { description: 'x', due_date: '2126-01-01T09:00:00Z', label_ids };
  return (await api.send('POST', '/api/v1/todos', todo)).body.id;
}

/** Answers the ids of 20 new labels. */
async function addLabels(): Promise<number[]> {
  const { rows } = await stage.database.pool.query<{ id: number }>(
    `insert into labels (user_id, name) select $1, gen_random_uuid()::text from generate_series(1, 20) returning id::float8 as id`,
    [account.id],
  );
  return rows.map(({ id }) => id);
}

/** What a request asks of the database, but for who asks. */
async function count<A extends object>(request: () => Promise<A>): Promise<A & { statements: string[] }> {
  counter.take();
  const answer = await request();
  return { ...answer, statements: counter.take().filter((statement) => !statement.startsWith('credential_of_')) };
}

/** Whether the answer goes on for as long as somebody listens, or comes piece by piece. */
function isStream({ responses = {} }: Operation['documented']): boolean {
  return /text\/(event-stream|csv)/.test(JSON.stringify(responses));
}
