import { until } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** How many rows of todos have been looked at, by all who have disconnected. */
async function rowsRead(): Promise<number> {
  const { rows } = await api.database.pool.query<{ rows: number }>(
    `select (seq_tup_read + (select sum(idx_tup_read) from pg_stat_user_indexes i where i.relid = t.relid))::float8 as rows
     from pg_stat_user_tables t where relname = 'todos'`,
  );
  return rows[0]?.rows ?? 0;
}

const addTodos = (count: number) =>
  api.database.pool.query(
    `insert into todos (user_id, description, completed) select 1, 'a', false from generate_series(1, $1::int)`,
    [count],
  );

test('thousands of todos come into a new database: the feed is not read by a plan for few of them', async () => {
  const reader = await startApi({}, api.database);
  let since: string = (await reader.send('GET', '/api/v1/changes')).body.next_cursor;
  const read = async () => (await reader.send('GET', `/api/v1/changes?since=${since}`)).body;
  await addTodos(40);
  await until('the few are told', async () => (await read()).data.length === 40);
  // until PostgreSQL keeps the plan of a statement that is prepared
  for (let i = 0; i < 10; i += 1) await read();
  since = (await read()).next_cursor;
  await addTodos(5000);
  await until('the many are told', async () => (await read()).data.length > 0);
  const page = await read();
  await reader.close();
  expect(page.data).toHaveLength(100);
  // what a connection did is counted as it ends; by a plan for few, each page looks at hundreds of thousands
  await until('it is counted', async () => (await rowsRead()) > 1000);
  expect(await rowsRead()).toBeLessThan(200_000);
});
