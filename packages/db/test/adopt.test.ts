import { spawn } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, programEnv, type TestDatabase } from '../src/testing/index.ts';

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
});

afterEach(() => database.drop());

/** Runs a migration command as a process; answers how it ended and what it said. */
async function run(url: string, ...parameters: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/migrator/cli.ts'), ...parameters], {
    env: programEnv({ DATABASE_URL: url }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

/** What Flask-Migrate leaves after the tutorial. */
const tutorial = `
  create table alembic_version (version_num varchar(32) not null constraint alembic_version_pkc primary key);
  insert into alembic_version values ('1f2e3d4c5b6a');
  create table todos (
    id serial not null, completed boolean not null, description varchar not null, due_date timestamp without time zone,
    primary key (id)
  );`;

test('a database of the tutorial is brought to today’s schema with every row kept, and nobody is rung', async () => {
  await database.pool.query(tutorial);
  await database.pool.query(`
    insert into todos (completed, description, due_date)
    select n % 4 = 0, 'todo ' || n, timestamp '2022-08-31 12:00' + n * interval '1 minute' from generate_series(1, 10000) n;
    insert into todos (completed, description, due_date) values
      (false, '', null), (true, repeat('x', 1000000), null), (true, 'no moment', '2022-09-01 08:30:00.123456');`);
  expect(await run(database.url, 'up')).toMatchObject({ code: 7, err: expect.stringContaining('migration:adopt') });

  const { code, out, err } = await run(database.url, 'adopt');
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(out).toContain('alembic_version said 1f2e3d4c5b6a and was dropped');

  const { rows } = await database.pool.query(`
    select count(*)::int as todos, count(*) filter (where user_id = 1)::int as owned, max(length(description)) as longest,
           min(due_date) as first, (select count(*)::int from deliveries) as deliveries,
           (select array_agg(distinct state) from reminders) as reminders, to_regclass('alembic_version') as alembic
    from todos`);
  expect(rows).toEqual([
    {
      todos: 10_003,
      owned: 10_003,
      longest: 1_000_000,
      first: new Date('2022-08-31T12:01:00Z'),
      deliveries: 0,
      reminders: ['missed'],
      alembic: null,
    },
  ]);
  expect(await run(database.url, 'status', '--exit-code')).toMatchObject({ code: 0 });
  expect(await run(database.url, 'drift')).toMatchObject({ code: 0, err: '' });
  expect(await run(database.url, 'adopt')).toMatchObject({ code: 7, err: expect.stringContaining('nothing to adopt') });
});

test.each([
  ['no alembic_version', 'drop table alembic_version', 'there is no table alembic_version'],
  ['no todos', 'drop table todos', 'there is no table todos'],
  ['another column', 'alter table todos add column owner text', 'owner text null'],
  [
    'another type',
    'alter table todos alter column description type varchar(80)',
    'description character varying(80) not null',
  ],
  ['a constraint of its own', 'alter table todos add check (id > 0)', 'CHECK'],
  ['another table', 'create table users (id int)', 'tables that the tutorial does not make: users'],
])('refused: %s', async (_, change, reason) => {
  await database.pool.query(tutorial);
  await database.pool.query(change);
  const { code, err } = await run(database.url, 'adopt');
  expect(code).toBe(7);
  expect(err).toContain('this is not a database that the tutorial made');
  expect(err).toContain(reason);
  const { rows } = await database.pool.query('select count(*)::int as count from mikro_orm_migrations');
  expect(rows).toEqual([{ count: 0 }]);
});

test('an owner that may make neither databases nor roles can adopt and migrate', async () => {
  const role = `plain_${database.url.slice(-8)}`;
  await database.pool.query(`create role ${role} login password 'plain' nosuperuser nocreatedb nocreaterole`);
  await database.pool.query(`grant create on schema public to ${role}`);
  const url = new URL(database.url);
  [url.username, url.password] = [role, 'plain'];
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(tutorial);
  await client.end();
  expect(await run(url.href, 'adopt')).toMatchObject({ code: 0, err: '' });
  expect(await run(url.href, 'up')).toMatchObject({ code: 0, err: '' });
  await database.pool.query(`drop owned by ${role}`);
  await database.pool.query(`drop role ${role}`);
});
