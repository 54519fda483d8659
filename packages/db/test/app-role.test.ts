import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, programEnv, type TestDatabase } from '../src/testing/index.ts';

let database: TestDatabase;
let role: string;
let appUrl: string;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  // roles belong to the cluster, which all tests share
  role = `app_${database.url.slice(-8)}`;
  const url = new URL(database.url);
  [url.username, url.password] = [role, 'pass/word'];
  appUrl = url.href;
});

afterEach(async () => {
  await database.pool.query(`drop owned by ${role}`);
  await database.pool.query(`drop role ${role}`);
  await database.drop();
});

function migrate(env: Record<string, string>) {
  return spawnSync(process.execPath, [join(import.meta.dirname, '../src/migrate.ts')], {
    env: programEnv(env),
    encoding: 'utf8',
  });
}

async function asApp<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: appUrl });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

test('the role of api and worker is made, may read and write rows, and can create, alter or drop nothing', async () => {
  const env = { MIGRATE_DATABASE_URL: database.url, DATABASE_URL: appUrl };
  expect(migrate(env)).toMatchObject({ status: 0, stderr: '' });
  expect(migrate(env)).toMatchObject({ status: 0, stderr: '' });
  await asApp(async (client) => {
    await client.query(`insert into todos (user_id, completed, description) values (1, false, 'a')`);
    await client.query(`update todos set completed = true`);
    await client.query('delete from todos');
    await client.query('select name from mikro_orm_migrations');
    await client.query('update change_feed set pruned_through = null');
    await client.query('select from prune_security_events(1)');
    for (const sql of [
      'create table x ()',
      'create temporary table x ()',
      'create schema x',
      `create function f() returns int language sql as 'select 1'`,
      'create index on todos (description)',
      'alter table todos add column x int',
      'alter table todos disable trigger all',
      'drop table todos',
      'drop index todos_user_id_completed_id_index',
      'truncate todos',
      'delete from security_events',
      'update security_events set type = type',
      'update changes set id = id',
      'truncate changes',
      'update change_feed set epoch = gen_random_uuid()',
      'insert into change_feed (id) values (2)',
      'delete from change_feed',
      'delete from mikro_orm_migrations',
      'update migration_records set checksum = $$x$$',
    ]) {
      await expect(client.query(sql), sql).rejects.toMatchObject({ code: '42501' });
    }
  });
});

test('an owner that may not make roles says what an administrator has to run', async () => {
  await database.pool.query(`create role ${role} login password 'owner' nosuperuser nocreaterole`);
  await database.pool.query(`grant create on schema public to ${role}`);
  const owner = new URL(database.url);
  [owner.username, owner.password] = [role, 'owner'];
  const app = new URL(appUrl);
  app.username = `${role}_missing`;
  const { status, stderr } = migrate({ MIGRATE_DATABASE_URL: owner.href, DATABASE_URL: app.href });
  expect(status).toBe(1);
  expect(stderr.trim().split('\n')).toEqual([
    expect.stringMatching(/^the role app_\w+_missing of DATABASE_URL does not exist, and this one may not make it/),
    expect.stringMatching(/^ {2}create role "app_\w+_missing" login password/),
    expect.stringMatching(/^ {2}grant connect on database "test_\w+" to "app_\w+_missing";$/),
  ]);
  expect(stderr).not.toContain('pass/word');
});
