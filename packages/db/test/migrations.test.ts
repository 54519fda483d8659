import { afterEach, beforeEach, expect, test } from 'vitest';
import { createOrm } from '../index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing/index.ts';
import { readSchema } from './read-schema.ts';

type Orm = Awaited<ReturnType<typeof createOrm>>;
let database: TestDatabase;
let orm: Orm;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  orm = await createOrm({ url: database.url, poolSize: 1 });
});

afterEach(async () => {
  await orm.close();
  await database.drop();
});

const tutorial = 'Migration20261123090000_create_todos';

test('the first migration makes exactly the table of the tutorial', async () => {
  await orm.migrator.up({ to: tutorial });
  expect(await readSchema(database.pool)).toEqual([
    'column todos.completed boolean not null',
    'column todos.description character varying not null',
    'column todos.due_date timestamp without time zone null',
    "column todos.id integer not null default nextval('todos_id_seq'::regclass)",
    'constraint todos.todos_pkey PRIMARY KEY (id)',
    'index CREATE UNIQUE INDEX todos_pkey ON public.todos USING btree (id)',
    'sequence todos_id_seq integer owned by todos.id',
  ]);
});

test('up, all the way down, and up again leave the same schema', async () => {
  await orm.migrator.up();
  const first = await readSchema(database.pool);
  await orm.migrator.down({ to: 0 });
  expect(await readSchema(database.pool)).toEqual([]);
  await orm.migrator.up();
  expect(await readSchema(database.pool)).toEqual(first);
  expect(first.length).toBeGreaterThan(50);
});

test('every migration leaves, when reverted, the schema that it found', async () => {
  const before: string[][] = [];
  for (const { name } of await orm.migrator.getPending()) {
    before.push(await readSchema(database.pool));
    await orm.migrator.up({ to: name });
  }
  for (const schema of before.reverse()) {
    await orm.migrator.down();
    expect(await readSchema(database.pool)).toEqual(schema);
  }
});

test('the migrated schema is the one that the entities declare, but for the composite foreign keys', async () => {
  await orm.migrator.up();
  // MikroORM cannot declare a foreign key that shares a column with another, so it would drop these
  expect(
    (await orm.schema.getUpdateSchemaSQL()).split('\n').filter((line) => /^(alter|create|drop)/.test(line)),
  ).toEqual([
    'alter table "reminders" drop constraint "reminders_todo_foreign";',
    'alter table "deliveries" drop constraint "deliveries_channel_foreign";',
    'alter table "deliveries" drop constraint "deliveries_reminder_foreign";',
  ]);
  expect(await orm.migrator.checkSchema()).toBe(false);
});

test("the tutorial's todos become the owner's, due dates read as UTC in any session, and what is past is missed", async () => {
  await orm.migrator.up({ to: tutorial });
  await database.pool.query(
    `do $$ begin execute format('alter database %I set timezone = ''Asia/Kathmandu''', current_database()); end $$`,
  );
  await database.pool.query(`
    insert into todos (completed, description, due_date) values
      (false, '', '2020-01-01 09:00:00.123456'), (true, 'done', '2020-01-02 09:00'), (false, 'some day', null),
      (false, 'next century', '2126-06-01 12:00'), (false, 'deleted', null);
    delete from todos where description = 'deleted'`);
  await orm.close();
  orm = await createOrm({ url: database.url, poolSize: 1 });
  await orm.migrator.up();

  const { rows: todos } = await database.pool.query(
    'select id::int, user_id::int, completed, description, due_date from todos order by id',
  );
  expect(todos).toEqual([
    { id: 1, user_id: 1, completed: false, description: '', due_date: new Date('2020-01-01T09:00:00.123Z') },
    { id: 2, user_id: 1, completed: true, description: 'done', due_date: new Date('2020-01-02T09:00:00Z') },
    { id: 3, user_id: 1, completed: false, description: 'some day', due_date: null },
    { id: 4, user_id: 1, completed: false, description: 'next century', due_date: new Date('2126-06-01T12:00:00Z') },
  ]);
  const { rows: reminders } = await database.pool.query('select todo_id::int, state from reminders order by todo_id');
  expect(reminders).toEqual([
    { todo_id: 1, state: 'missed' },
    { todo_id: 4, state: 'pending' },
  ]);
  // the id of the deleted row is not given again
  const { rows: added } = await database.pool.query(
    `insert into todos (user_id, completed, description) values (1, false, 'new') returning id::int`,
  );
  expect(added).toEqual([{ id: 6 }]);

  // `to` names the last one that is reverted
  await orm.migrator.down({ to: 'Migration20261123090100_widen_todo_ids' });
  const { rows: reverted } = await database.pool.query(`select due_date::text from todos order by id limit 1`);
  expect(reverted).toEqual([{ due_date: '2020-01-01 09:00:00.123' }]);
});

test('going back refuses, and changes nothing, where ids or owners would not fit', async () => {
  await orm.migrator.up();
  await database.pool.query(
    `insert into todos (id, user_id, completed, description) values (3000000000, 1, false, 'big')`,
  );
  const down = orm.migrator.down({ to: 0 });
  await expect(down).rejects.toThrow('todo 3000000000 does not fit the integer ids of the older schema');
  const { rows } = await database.pool.query(`select pg_typeof(id)::text as type from todos`);
  expect(rows).toEqual([{ type: 'bigint' }]);

  await orm.migrator.up();
  await database.pool.query(`insert into users default values; update todos set user_id = 2, id = 1`);
  await expect(orm.migrator.down({ to: 0 })).rejects.toThrow("there are todos of other accounts than the owner's");
});
