import { createTestDatabase, largestStatement, type TestDatabase } from 'db/testing';
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

test('a whole with thousands of parts leaves the trash part by part: no statement deletes more than 1,000', async () => {
  const { pool } = database;
  await pool.query(`
    with whole as (
      insert into todos (user_id, completed, description, deleted_at)
      values (1, false, 'whole', now() - interval '31 days') returning id, deleted_at
    )
    insert into todos (user_id, completed, description, deleted_at, parent_id)
    select 1, false, 'part', deleted_at, id from whole, generate_series(1, 2500)`);
  const most = await largestStatement(pool, 'delete on todos', async () => {
    while ((await prune(worker)) === 0);
  });
  expect(most).toBe(1000);
  expect((await pool.query(`select from todos where description in ('whole', 'part')`)).rows).toEqual([]);
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

test('the log is kept for 90 days with its attempts, links for as long as they work, and what is queued for ever', async () => {
  const { pool } = database;
  await pool.query(`
    insert into channels (user_id, kind, name, url, secret) values (1, 'webhook', 'a', 'http://a/', 'whsec_');
    with sent as (
      insert into deliveries (user_id, kind, channel_id, webhook_id, state, delivered_at, scheduled_for, fired_at, next_at)
      select 1, 'test', (select id from channels), n::text, case when n <= 2 then 'queued' else 'delivered' end, case when n > 2 then now() end, now(),
             now() - case when n <= 2005 then interval '91 days' else interval '89 days' end, now()
      from generate_series(1, 2010) n returning id
    )
    insert into delivery_attempts (user_id, delivery_id, claim, attempted_at, duration_ms) select 1, id, 1, now(), 1 from sent;
    insert into action_links (user_id, token_hash, action, channel_id, expires_at)
    select 1, sha256(n::text::bytea), 'unsubscribe', (select id from channels), now() + n * interval '1 day'
    from generate_series(-1500, 5) n`);
  // another worker has its turn: of what it takes nothing is left to it by halves
  const other = await pool.connect();
  await other.query(`begin; select from deliveries where state <> 'queued' order by id limit 1 for update`);
  await prune(worker);
  const { rows: kept } = await pool.query('select count(*)::int as n from deliveries');
  await other.query('rollback');
  other.release();
  expect(kept).toEqual([{ n: 2010 }]);
  expect(await Promise.all([prune(worker), prune(worker)])).toContain(0);
  while ((await prune(worker)) === 0);
  const { rows } = await pool.query(`
    select (select count(*)::int from deliveries where state = 'queued') as queued, (select count(*)::int from deliveries) as log,
           (select count(*)::int from delivery_attempts) as attempts, (select count(*)::int from action_links) as links`);
  expect(rows).toEqual([{ queued: 2, log: 7, attempts: 7, links: 5 }]);
});

test('what happened to the security of accounts is kept for a year, and nobody but time takes it away', async () => {
  const { pool } = database;
  await pool.query(`
    insert into security_events (user_id, type, created_at)
    select 1, 'session.created', now() - case when n <= 2005 then interval '1 year 1 minute' else interval '364 days' end
    from generate_series(1, 2010) n`);
  expect(await Promise.all([prune(worker), prune(worker)])).toContain(0);
  while ((await prune(worker)) === 0);
  const { rows } = await pool.query(`
    select count(*)::int as n, min(created_at) > now() - interval '1 year' as young from security_events`);
  expect(rows).toEqual([{ n: 5, young: true }]);
  await expect(worker.query('delete from security_events')).rejects.toMatchObject({ code: '42501' });
});

test('an import is kept for a day, and what it put aside goes first', async () => {
  const { pool } = database;
  await pool.query(`
    insert into imports (id, user_id, format, dry_run, created_at)
    select n, 1, 'csv', false, now() - n * interval '9 hours' from generate_series(1, 4) n;
    insert into import_rows (user_id, import_id, todo, place, uid, data)
    select 1, i.id, n, n, n::text, '{}' from imports i, generate_series(1, 1200) n where i.id in (1, 3)`);
  expect(await Promise.all([prune(worker), prune(worker)])).toContain(0);
  while ((await prune(worker)) === 0);
  await prune(worker);
  const { rows } = await pool.query(
    `select i.id::int, (select count(*)::int from import_rows r where r.import_id = i.id) as rows from imports i order by 1`,
  );
  expect(rows).toEqual([
    { id: 1, rows: 1200 },
    { id: 2, rows: 0 },
  ]);
});
