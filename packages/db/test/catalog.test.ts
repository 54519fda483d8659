import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCatalog } from '../src/migrator/catalog.ts';
import { omitSoleQualifier } from '../src/migrator/omit-sole-qualifier.ts';
import { compareSchemas } from '../src/migrator/schema-dump.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing/index.ts';
import { everyKindOfObject } from './every-kind-of-object.ts';

let database: TestDatabase;
let before: string[];
beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  await database.pool.query(everyKindOfObject);
  before = await readCatalog(database.pool);
});
afterAll(() => database.drop());

/** Reads the catalog in a session that has run `sql`. */
async function catalogAfter(sql: string): Promise<string[]> {
  const changed = await createTestDatabase({ empty: true });
  const client = await changed.pool.connect();
  try {
    await client.query(everyKindOfObject);
    await client.query(sql);
    return await readCatalog(client);
  } finally {
    client.release();
    await changed.drop();
  }
}

test.each([
  [
    'a function beside its namesake',
    `drop function f(timestamp with time zone)`,
    'function f(timestamp with time zone)',
  ],
  [
    'the body of a function beside its namesake',
    `create or replace function f(timestamp with time zone) returns int language sql as 'select 2'`,
    'function f(timestamp with time zone)',
  ],
  [
    'a space within a function',
    `create or replace function two_spaces() returns text language sql as $$ select 'a b' $$`,
    'function two_spaces()',
  ],
  ['a name with a space', `alter table "odd name" alter "a b" type bigint`, 'column "odd name"."a b"'],
  ['a name with a colon', `alter table "odd name" alter "a: d" type varchar`, 'column "odd name"."a'],
  ['triggers of a foreign key', 'alter table u disable trigger all', 'constraint u.u_t_id_fkey'],
  ['a trigger for replicas', 'alter table t enable replica trigger keep', 'trigger t.keep'],
  [
    'an index that is invalid',
    `update pg_index set indisvalid = false where indexrelid = 't_name'::regclass`,
    'index t_name',
  ],
  ['an index of a materialized view', 'drop index kept_id', 'index kept_id'],
  [
    'a view in the place of a materialized one',
    'drop materialized view kept; create view kept as select id, name from t',
    'view kept',
  ],
  ['the rights a view runs with', 'alter view one_table set (security_invoker = true)', 'view one_table'],
  ['the check of a domain', 'alter domain email drop constraint email_check', 'domain email'],
  ['the default of a domain', 'alter domain email drop default', 'domain email'],
  ['a domain that may not be null', 'alter domain email set not null', 'domain email'],
  ['a value of an enum', `alter type mood add value 'great'`, 'enum mood'],
  ['an attribute of a type', 'alter type pair add attribute c int', 'column pair.c'],
  ['the end of a sequence', 'alter sequence s maxvalue 50', 'sequence s'],
  ['a sequence that begins anew', 'alter sequence s cycle', 'sequence s'],
  ['a collation', 'alter table m alter c type text collate "POSIX"', 'column m.c'],
  ['a table that is not logged', 'alter table u set unlogged', 'table u'],
  ['row security for the owner, too', 'alter table r force row level security', 'table r'],
  ['whom a policy is for', 'alter policy own on r to pg_monitor', 'policy r.own'],
  ['a rule', 'create rule no as on delete to t do instead nothing', 'rule t.no'],
  ['a partition', 'alter table p detach partition p1', 'table p1'],
  ['an aggregate', 'create aggregate total(int) (sfunc = int4pl, stype = int)', 'aggregate total(integer)'],
  [
    'not null that is not valid',
    'alter table t drop constraint t_name_not_null; alter table t add constraint n not null name not valid',
    'column t.name',
  ],
])('shows %s', async (_, change, object) => {
  const found = compareSchemas(before, await catalogAfter(change));
  expect(found).toContainEqual(expect.stringMatching(/^(missing|changed|unexpected): /));
  expect(found.join('\n')).toContain(`: ${object}`);
});

test.each([
  `set search_path = ''`,
  'set search_path = pg_catalog, public',
  `set timezone = 'Asia/Kathmandu'`,
  `set datestyle = 'SQL, DMY'`,
  'set quote_all_identifiers = on',
])('is the same after %s', async (setting) => {
  expect(await catalogAfter(setting)).toEqual(before);
});

test('leaves the settings of the session as they were', async () => {
  const client = await database.pool.connect();
  await readCatalog(client);
  const { rows } = await client.query('show search_path');
  client.release();
  expect(rows).toEqual([{ search_path: '"$user", public' }]);
});

test("leaves out what extensions bring, and the migrator's own tables", async () => {
  const lines = await catalogAfter(`
    create extension citext; create table mikro_orm_migrations (id serial primary key);
    create table migration_records (name text primary key)`);
  expect(compareSchemas(before, lines)).toEqual(['unexpected: extension citext']);
});

// as PostgreSQL 15 and 18 write the same view
test.each([
  [`SELECT t.id FROM public.t WHERE (t.name <> 't.x'::text)`, `SELECT id FROM public.t WHERE (name <> 't.x'::text)`],
  [
    'SELECT t.id, ( SELECT count(*) AS c FROM public.u WHERE (u.t_id = t.id)) AS c FROM public.t',
    'SELECT id, ( SELECT count(*) AS c FROM public.u WHERE (u.t_id = t.id)) AS c FROM public.t',
  ],
])('reads a view of one table alike: %s', (of15, of18) => {
  expect(omitSoleQualifier(of15)).toBe(of18);
  expect(omitSoleQualifier(of18)).toBe(of18);
});

test('keeps the tables where a view has two of them', () => {
  const view = 'SELECT t.id, u.id AS u FROM (public.t JOIN public.u ON ((u.t_id = t.id)))';
  expect(omitSoleQualifier(view)).toBe(view);
});
