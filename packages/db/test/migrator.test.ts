import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OpenMigrator } from '../src/migrator/open-migrator.ts';
import { createTestDatabase, type TestDatabase, until } from '../src/testing/index.ts';
import { makeScratchMigrations, type ScratchMigrations } from './scratch-migrations.ts';

let database: TestDatabase;
let scratch: ScratchMigrations;
let opened: OpenMigrator[];

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  scratch = await makeScratchMigrations();
  opened = [];
});

afterEach(async () => {
  vi.restoreAllMocks();
  for (const each of opened) await each.close();
  await scratch.remove();
  await database.drop();
});

async function open(): Promise<OpenMigrator> {
  const made = await scratch.open(database.url);
  opened.push(made);
  return made;
}

/** Seals the folder and applies what is pending. */
async function up(options?: { to: string }) {
  await scratch.seal();
  const { migrator } = await open();
  return migrator.up(options);
}

async function applied(): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>('select name from mikro_orm_migrations order by id');
  return rows.map(({ name }) => name.replace(/^Migration\d+_/, ''));
}

async function tables(): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not like '%migration%' order by 1`,
  );
  return rows.map(({ name }) => name);
}

const people = { up: 'create table people (id int primary key, name text)', down: 'drop table people' };

test('a name that is no migration is refused, up and down, and nothing changes', async () => {
  await scratch.write('create_people', people);
  await scratch.write('create_pets', { up: 'create table pets (id int primary key)', down: 'drop table pets' });
  await expect(up({ to: 'create_peolpe' })).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('create_peolpe'),
  });
  expect(await tables()).toEqual([]);
  await up();
  const { migrator } = await open();
  await expect(migrator.down({ to: 'typo' })).rejects.toMatchObject({ exitCode: 2 });
  await expect(migrator.down('typo')).rejects.toMatchObject({ exitCode: 2 });
  expect(await applied()).toEqual(['create_people', 'create_pets']);
  expect(await tables()).toEqual(['people', 'pets']);
});

test('a migration can be named without its timestamp, and one that stays is where going back ends', async () => {
  for (const name of ['a', 'b', 'c'])
    await scratch.write(name, { up: `create table ${name} ()`, down: `drop table ${name}` });
  await up({ to: 'b' });
  expect(await tables()).toEqual(['a', 'b']);
  const { migrator } = await open();
  await migrator.down({ to: 'a' });
  expect(await tables()).toEqual(['a']);
  await migrator.down({ to: 0 });
  expect(await tables()).toEqual([]);
  expect(await applied()).toEqual([]);
});

test('a migration between others is neither applied nor taken back by itself, also where one came while somebody hesitated', async () => {
  for (const name of ['a', 'b', 'c'])
    await scratch.write(name, { up: `create table ${name} ()`, down: `drop table ${name}` });
  await up({ to: 'a' });
  const { migrator } = await open();
  await expect(migrator.up({ migrations: ['c'] })).rejects.toMatchObject({
    exitCode: 7,
    message: expect.stringMatching(/_b comes before/),
  });
  await migrator.up({ to: 'b' });
  // what `down` has shown, and asks about
  const plan = { migrations: ['b'] };
  await (await open()).migrator.up();
  await expect(migrator.down(plan)).rejects.toMatchObject({
    exitCode: 7,
    message: expect.stringMatching(/_c was applied after/),
  });
  expect(await applied()).toEqual(['a', 'b', 'c']);
  await migrator.down({ migrations: ['b', 'c'] });
  expect(await applied()).toEqual(['a']);
});

test('two migrators at once: each migration runs once, and both are content', async () => {
  await scratch.write('create_people', people);
  for (let i = 0; i < 5; i += 1) await scratch.write(`add_person_${i}`, { up: `insert into people values (${i})` });
  await scratch.seal();
  const both = [await open(), await open()];
  const results = await Promise.all(both.map(({ migrator }) => migrator.up()));
  expect(results.map((done) => done.length).sort()).toEqual([0, 6]);
  expect(await applied()).toHaveLength(6);
});

test('a lock that nobody releases is given up on', async () => {
  await scratch.write('create_people', people);
  await scratch.seal();
  const holder = new pg.Client({ connectionString: database.url });
  await holder.connect();
  await holder.query('select pg_advisory_lock(760511010)');
  const { migrator } = await open();
  migrator.patience.lockMs = 100;
  await expect(migrator.up()).rejects.toMatchObject({ exitCode: 4 });
  await holder.end();
  expect(await tables()).toEqual([]);
});

test('an applied migration that was edited, deleted or overtaken by an older one stops everything', async () => {
  const first = await scratch.write('create_people', people);
  await up();
  await scratch.write(first, { ...people, up: `${people.up} -- edited` });
  await scratch.write('create_pets', { up: 'create table pets ()' });
  await expect(up()).rejects.toMatchObject({ exitCode: 5, message: `${first} was edited after it was applied` });
  await rm(join(scratch.folder, `${first}.ts`));
  await expect(up()).rejects.toMatchObject({
    exitCode: 5,
    message: expect.stringContaining(`${first} was applied, and its file is gone`),
  });
  await scratch.write(first, people);
  await scratch.write('Migration20200101000000_old', { up: 'create table old ()' });
  await expect(up()).rejects.toMatchObject({
    exitCode: 5,
    message: expect.stringContaining('Migration20200101000000_old is older than'),
  });
  expect(await tables()).toEqual(['people']);
});

test('line ends of another system are no edit', async () => {
  const name = await scratch.write('create_people', people);
  await up();
  const { readFile, writeFile } = await import('node:fs/promises');
  const path = join(scratch.folder, `${name}.ts`);
  await writeFile(path, (await readFile(path, 'utf8')).replaceAll('\n', '\r\n'));
  const { migrator } = await open();
  expect(await migrator.up()).toEqual([]);
});

test('a file that migrations.sum does not know, or knows otherwise, stops everything', async () => {
  await scratch.write('create_people', people);
  await scratch.seal();
  const second = await scratch.write('create_pets', { up: 'create table pets ()' });
  const { migrator } = await open();
  await expect(migrator.up()).rejects.toMatchObject({ exitCode: 5, message: `${second} is not in migrations.sum` });
  expect(await tables()).toEqual([]);
});

test('what was applied before checksums were kept counts as it is now', async () => {
  const name = await scratch.write('create_people', people);
  await up();
  await database.pool.query('drop table migration_records');
  await up();
  const { rows } = await database.pool.query('select name, length(checksum) as length from migration_records');
  expect(rows).toEqual([{ name, length: 64 }]);
});

test('a concurrent index after another change in the same run does not hang', async () => {
  await scratch.write('create_people', people);
  await scratch.write('add_person', { up: `insert into people values (1, 'a')` });
  await scratch.write('index_people', {
    up: 'create index concurrently people_name_index on people (name)',
    members: 'override isTransactional(): boolean { return false; }',
  });
  await up();
  const { rows } = await database.pool.query(
    `select indisvalid from pg_index where indexrelid = 'people_name_index'::regclass`,
  );
  expect(rows).toEqual([{ indisvalid: true }]);
});

test('an index that a failed try left INVALID is built anew', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  await scratch.write('create_people', { up: [people.up, `insert into people values (1, 'a'), (2, 'a')`] });
  await scratch.write('unique_names', {
    up: 'create unique index concurrently people_name_unique on people (name)',
    members: 'override isTransactional(): boolean { return false; }',
  });
  const valid = async () => {
    const { rows } = await database.pool.query(
      `select indisvalid from pg_index where indexrelid = 'people_name_unique'::regclass`,
    );
    return rows;
  };
  await expect(up()).rejects.toMatchObject({ exitCode: 6, message: expect.stringContaining('SQLSTATE 23505') });
  expect(await valid()).toEqual([{ indisvalid: false }]);
  await database.pool.query(`update people set name = 'b' where id = 2`);
  await up();
  expect(await valid()).toEqual([{ indisvalid: true }]);
  expect(await applied()).toEqual(['create_people', 'unique_names']);
});

test('an index that was built by a try that died before it could say so is not built again', async () => {
  await scratch.write('create_people', people);
  await scratch.write('index_people', {
    up: 'create index concurrently people_name_index on people (name)',
    members: 'override isTransactional(): boolean { return false; }',
  });
  await up();
  await database.pool.query(`delete from mikro_orm_migrations where name like '%index_people'`);
  await up();
  expect(await applied()).toEqual(['create_people', 'index_people']);
});

test('several statements without a transaction are refused', async () => {
  await scratch.write('two', {
    up: ['create table a ()', 'create table b ()'],
    members: 'override isTransactional(): boolean { return false; }',
  });
  await expect(up()).rejects.toMatchObject({ exitCode: 7 });
  expect(await tables()).toEqual([]);
});

test('a lock in the way is waited out', async () => {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  await scratch.write('create_people', people);
  await up();
  await scratch.write('add_age', { up: 'alter table people add column age int' });
  const reader = await database.pool.connect();
  await reader.query('begin');
  await reader.query('lock table people');
  const running = up();
  await until('a second try', () => said.mock.calls.length >= 2);
  await reader.query('commit');
  reader.release();
  expect(await running).toHaveLength(1);
  expect(said.mock.calls[0]?.[0]).toMatch(/add_age waits for a lock \(55P03\): trying again in 0\.05 s/);
});

test('a migration that fails says which and why; those before it stay, and it is rolled back', async () => {
  await scratch.write('create_people', people);
  await scratch.write('broken', { up: ['create table half ()', 'insert into nowhere values (1)'] });
  await expect(up()).rejects.toMatchObject({
    exitCode: 6,
    message: expect.stringMatching(/_broken failed: relation "nowhere" does not exist \(SQLSTATE 42P01\)$/),
  });
  expect(await applied()).toEqual(['create_people']);
  expect(await tables()).toEqual(['people']);
});

const requireNames = {
  up: 'alter table people alter column name set not null',
  members: `override preflight = [{
    finds: 'people without a name', needs: { people: ['name'] }, sql: 'select id as key from people where name is null' }];`,
};

test('upgrade over duplicates and invalid rows: named before anything changes', async () => {
  await scratch.write('create_people', people);
  await up();
  await database.pool.query('insert into people select n from generate_series(1, 12) n');
  await scratch.write('create_pets', { up: 'create table pets ()' });
  const name = await scratch.write('require_names', requireNames);
  await expect(up()).rejects.toMatchObject({
    exitCode: 7,
    message: `${name} would fail: 12 people without a name: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more\nNothing was changed.`,
  });
  expect(await tables()).toEqual(['people']);
});

test('a question about columns that an earlier migration makes is asked directly before its own', async () => {
  await scratch.write('create_people', { up: [people.up, 'insert into people values (7)'] });
  await scratch.write('require_names', requireNames);
  await expect(up()).rejects.toMatchObject({
    exitCode: 7,
    message: expect.stringContaining('1 people without a name: 7'),
  });
  expect(await applied()).toEqual(['create_people']);
});

test('a table todos that somebody else made is not run over', async () => {
  await scratch.write('create_people', people);
  await database.pool.query('create table todos (id int)');
  await expect(up()).rejects.toMatchObject({ exitCode: 7, message: expect.stringContaining('migration:adopt') });
  expect(await tables()).toEqual(['todos']);
});
