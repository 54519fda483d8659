import { createTestDatabase, type TestDatabase } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prune } from '../src/maintenance/prune.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('the trash is kept for 30 days and idempotency keys for one, whatever there is of them', async () => {
  const { pool } = database;
  await pool.query(`
    insert into todos (user_id, completed, description, deleted_at)
    select 1, false, n::text, case when n > 10 then now() - interval '30 days 1 second' when n > 5 then now() - interval '29 days' end
    from generate_series(1, 2310) n;
    insert into idempotency_keys (user_id, key, request_hash, created_at)
    select 1, n::text, '', now() - n * interval '8 hours' from generate_series(0, 9) n`);
  // two workers at once do not wait for each other
  const waits = await Promise.all([prune(pool), prune(pool)]);
  expect(waits).toEqual([0, 0]);
  expect(await prune(pool)).toBe(3_600_000);
  const { rows: todos } = await pool.query('select count(*)::int as n, count(deleted_at)::int as trash from todos');
  expect(todos).toEqual([{ n: 10, trash: 5 }]);
  const { rows: keys } = await pool.query('select key from idempotency_keys order by key::int');
  expect(keys.map(({ key }) => key)).toEqual(['0', '1', '2']);
});
