import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../src/testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

interface ForeignKey {
  name: string;
  source: string;
  target: string;
  /** pairs of columns that have to be equal, such as `todo_id = id` */
  pairs: string[];
}

/** Every foreign key of a table of accounts. */
async function readForeignKeys(): Promise<ForeignKey[]> {
  const { rows } = await database.pool.query<ForeignKey>(
    `select c.conname as name, c.conrelid::regclass::text as source, c.confrelid::regclass::text as target,
            array(
              select s.attname || ' = ' || t.attname
              from unnest(c.conkey, c.confkey) k (source, target)
              join pg_attribute s on s.attrelid = c.conrelid and s.attnum = k.source
              join pg_attribute t on t.attrelid = c.confrelid and t.attnum = k.target
            ) as pairs
     from pg_constraint c join pg_attribute owner on owner.attrelid = c.conrelid and owner.attname = 'user_id'
     where c.contype = 'f' order by 1`,
  );
  return rows;
}

test('a row of one account cannot refer to a row of another: the foreign key holds both to the same account', async () => {
  const keys = await readForeignKeys();
  expect(keys.filter(({ target, pairs }) => target !== 'users' && !pairs.includes('user_id = user_id'))).toEqual([]);
  expect(keys.some(({ target }) => target !== 'users')).toBe(true);
});

test('every row of an account belongs to one that exists, and goes with it, by a foreign key of its own or of its parent', async () => {
  const { rows } = await database.pool.query<{ table: string }>(
    `with recursive owned as (
       select 'users'::regclass::oid as id
       union
       select c.conrelid from owned join pg_constraint c on c.confrelid = owned.id and c.contype = 'f' and c.confdeltype = 'c'
       where exists (select from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any (c.conkey) and a.attname = 'user_id')
         and not exists (
           select from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any (c.conkey) and not a.attnotnull
         )
     )
     select a.attrelid::regclass::text as table from pg_attribute a join pg_class t on t.oid = a.attrelid
     where a.attname = 'user_id' and t.relkind in ('r', 'p') and t.relnamespace = 'public'::regnamespace
       and t.oid not in (select id from owned)`,
  );
  expect(rows).toEqual([]);
});

test('every column with the id of a row has a foreign key', async () => {
  const { rows } = await database.pool.query<{ column: string }>(
    `select t.relname || '.' || a.attname as column from pg_attribute a join pg_class t on t.oid = a.attrelid
     where a.attname like '%\\_id' and a.atttypid = 'bigint'::regtype and t.relkind in ('r', 'p')
       and t.relnamespace = 'public'::regnamespace and not a.attisdropped
       -- tells of rows that are gone
       and (t.relname, a.attname) <> ('changes', 'resource_id') and not exists (
         select from pg_constraint c
         where c.conrelid = a.attrelid and c.contype = 'f' and a.attnum = any (c.conkey)
       )`,
  );
  expect(rows).toEqual([]);
});
