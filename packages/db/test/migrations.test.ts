import { afterEach, beforeEach, expect, test } from 'vitest';
import { createOrm } from '../index.ts';
import { readCatalog } from '../src/migrator/catalog.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing/index.ts';

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
  expect(await readCatalog(database.pool)).toEqual([
    'column todos.completed: boolean not null',
    'column todos.description: character varying not null',
    'column todos.due_date: timestamp without time zone null',
    "column todos.id: integer not null default nextval('public.todos_id_seq'::regclass)",
    'constraint todos.todos_pkey: PRIMARY KEY (id)',
    'index todos_pkey: CREATE UNIQUE INDEX todos_pkey ON public.todos USING btree (id)',
    'sequence todos_id_seq: integer start 1 increment 1 from 1 to 2147483647 cache 1 owned by todos.id',
    'table todos',
  ]);
});

test('up, all the way down, and up again leave the same schema', async () => {
  await orm.migrator.up();
  const first = await readCatalog(database.pool);
  await orm.migrator.down({ to: 0 });
  expect(await readCatalog(database.pool)).toEqual([]);
  await orm.migrator.up();
  expect(await readCatalog(database.pool)).toEqual(first);
  expect(first.length).toBeGreaterThan(50);
});

test('every migration leaves, when reverted, the schema that it found', async () => {
  const before: string[][] = [];
  for (const { name } of await orm.migrator.getPending()) {
    before.push(await readCatalog(database.pool));
    await orm.migrator.up({ to: name });
  }
  for (const schema of before.reverse()) {
    await orm.migrator.down();
    expect(await readCatalog(database.pool)).toEqual(schema);
  }
});

test('every migration leaves, when reverted, the rows that it found', async () => {
  await orm.migrator.up({ to: tutorial });
  await database.pool.query(`
    insert into todos (completed, description, due_date) values
      (false, 'a', '2126-01-01 09:00:00.123'), (true, 'b', null), (false, 'c', '2020-01-01 00:00')`);
  const pending = await orm.migrator.getPending();
  for (const { name } of pending) {
    const before = await readRows();
    await orm.migrator.up({ to: name });
    await orm.migrator.down();
    expect(await readRows(), name).toEqual(before);
    await orm.migrator.up({ to: name });
  }
  expect(pending.length).toBeGreaterThan(8);
});

/** Every row of every table. */
async function readRows(): Promise<unknown> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename !~ 'migration' order by 1`,
  );
  return Promise.all(
    rows.map(async ({ name }) => {
      const { rows: content } = await database.pool.query(
        `select to_jsonb(t) - 'key' as row from ${name} t order by 1`,
      );
      return { name, content };
    }),
  );
}

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

  // `to` names the one that stays
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

test('a secret that still signs goes on signing, and comes back when that is reverted; one that is over does not', async () => {
  await orm.migrator.up({ to: 'Migration20261126214709_tell_redeliveries' });
  await database.pool.query(`
    insert into channels (user_id, kind, name, url, secret, previous_secret, previous_secret_until) values
      (1, 'webhook', 'a', 'http://a/', 'whsec_new', 'whsec_old', '2126-01-01T09:00Z'),
      (1, 'webhook', 'b', 'http://b/', 'whsec_new', 'whsec_over', '2026-01-01T09:00Z'),
      (1, 'webhook', 'c', 'http://c/', 'whsec_new', null, null)`);
  await orm.migrator.up({ to: 'Migration20261126215726_keep_secrets_that_sign' });
  const { rows } = await database.pool.query('select previous_secrets from channels order by id');
  const until = new Date('2126-01-01T09:00Z');
  const [[old], ...others] = rows.map(({ previous_secrets }) => previous_secrets);
  expect({ ...old, until: new Date(old.until) }).toEqual({ secret: 'whsec_old', until });
  expect(others).toEqual([[], []]);
  await orm.migrator.down();
  const reverted = await database.pool.query('select previous_secret, previous_secret_until from channels order by id');
  const none = { previous_secret: null, previous_secret_until: null };
  expect(reverted.rows).toEqual([{ previous_secret: 'whsec_old', previous_secret_until: until }, none, none]);
});
