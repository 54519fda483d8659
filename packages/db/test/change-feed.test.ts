import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { renewChangeFeed } from '../src/change-feed.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing/index.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

async function renew(url = database.url): Promise<boolean> {
  return withClient(url, renewChangeFeed);
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return use(client).finally(() => client.end());
}

const addTodo = `insert into todos (user_id, description, completed) values (1, 'a', false)`;

async function readFeed(pool: Pick<pg.ClientBase, 'query'>) {
  const { rows } = await pool.query<{ epoch: string; database_identity: string | null; changes: number }>(
    'select epoch, database_identity, (select count(*)::int from changes) as changes from change_feed',
  );
  return rows[0];
}

test('the first run writes down where the feed is, and later ones leave it alone', async () => {
  await database.pool.query(addTodo);
  const before = await readFeed(database.pool);
  expect(before).toMatchObject({ database_identity: null, changes: 1 });
  expect(await renew()).toBe(false);
  expect(await renew()).toBe(false);
  const after = await readFeed(database.pool);
  expect(after).toMatchObject({ epoch: before?.epoch, changes: 1 });
  expect(after?.database_identity).toMatch(/^\d+\/1\/\d+\/\d+$/);
});

test('a feed is looked at while others write, and not taken for one of elsewhere', async () => {
  await renew();
  let done = false;
  const writers = Array.from({ length: 3 }, async () => {
    while (!done) await database.pool.query(addTodo);
  });
  for (let i = 0; i < 30; i += 1) expect(await renew()).toBe(false);
  done = true;
  await Promise.all(writers);
});

test('a table that was dropped and made again, as a dump restored over it does, is another feed', async () => {
  await renew();
  const before = await readFeed(database.pool);
  await database.pool.query(`
    create table restored (like changes including all);
    drop table changes;
    alter table restored rename to changes`);
  await database.pool.query(addTodo);
  expect(await renew()).toBe(true);
  const after = await readFeed(database.pool);
  expect(after).toMatchObject({ changes: 0 });
  expect(after?.epoch).not.toBe(before?.epoch);
});

test('rows of a transaction that has not been yet make it another feed, wherever it says it is', async () => {
  await renew();
  await database.pool.query(`
    insert into changes (xact, user_id, resource, resource_id, change)
    select (pg_current_xact_id()::text::numeric + 1000000)::text::xid8, 1, 'todo', 1, 'created'`);
  expect(await renew()).toBe(true);
  expect(await renew()).toBe(false);
});

test('the owner of the tables may ask where it is, without being a superuser', async () => {
  const role = `owner_${randomBytes(4).toString('hex')}`;
  const { pool } = database;
  await pool.query(`create role ${role} login password 'owner' nosuperuser`);
  await pool.query(`alter table changes owner to ${role}; alter table change_feed owner to ${role}`);
  const url = new URL(database.url);
  [url.username, url.password] = [role, 'owner'];
  expect(await renew(url.href)).toBe(false);
  await pool.query(`reassign owned by ${role} to current_user; drop owned by ${role}; drop role ${role}`);
});
