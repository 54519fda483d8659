import { createTestDatabase, type TestDatabase } from 'db/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prune } from '../src/maintenance/prune.ts';

let database: TestDatabase;
let worker: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  worker = new pg.Pool({ connectionString: database.appUrl });
});
afterAll(async () => {
  await worker.end();
  await database.drop();
});

test('the trash is kept for 30 days and idempotency keys for one, whatever there is of them', async () => {
  const { pool } = database;
  await pool.query(`
    insert into todos (user_id, completed, description, deleted_at)
    select 1, false, n::text, case when n > 10 then now() - interval '30 days 1 second' when n > 5 then now() - interval '29 days' end
    from generate_series(1, 2310) n;
    insert into idempotency_keys (user_id, key, request_hash, created_at)
    select 1, n::text, '', now() - n * interval '8 hours' from generate_series(0, 9) n`);
  // two workers at once do not wait for each other
  const waits = await Promise.all([prune(worker), prune(worker)]);
  expect(waits).toEqual([0, 0]);
  expect(await prune(worker)).toBe(3_600_000);
  const { rows: todos } = await pool.query('select count(*)::int as n, count(deleted_at)::int as trash from todos');
  expect(todos).toEqual([{ n: 10, trash: 5 }]);
  const { rows: keys } = await pool.query('select key from idempotency_keys order by key::int');
  expect(keys.map(({ key }) => key)).toEqual(['0', '1', '2']);
});

test('changes are kept for 30 days, from the beginning of the feed on, and the feed says up to where they are gone', async () => {
  const { pool } = database;
  await pool.query('truncate changes');
  // each in a transaction of its own
  const write = (age: string, count: number) =>
    pool.query(
      `insert into changes (user_id, resource, resource_id, change, changed_at)
       select 1, 'todo', n, 'updated', now() - $1::interval from generate_series(1, $2::int) n`,
      [age, count],
    );
  await write('31 days', 1500);
  await write('30 days 1 minute', 10);
  await write('29 days', 5);
  const {
    rows: [edge],
  } = await pool.query(
    `select xact from changes where changed_at < now() - interval '30 days' order by xact desc limit 1`,
  );
  // two workers at once
  const waits = await Promise.all([prune(worker), prune(worker)]);
  expect(waits).toContain(0);
  while ((await prune(worker)) === 0);
  const { rows } = await pool.query(
    `select count(*)::int as n, (select pruned_through from change_feed) as through, min(changed_at) > now() - interval '30 days' as young
     from changes`,
  );
  expect(rows).toEqual([{ n: 5, through: edge.xact, young: true }]);
});
