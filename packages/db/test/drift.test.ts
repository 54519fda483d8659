import { afterEach, beforeEach, expect, test } from 'vitest';
import { findDrift } from '../src/migrator/verify.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing/index.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

test('a migrated database has not drifted', async () => {
  expect(await findDrift(database.pool)).toEqual([]);
});

const withFunction = `create function f() returns int language sql as 'select 1'`;
const withTrigger = `
  create function g() returns trigger language plpgsql as 'begin return new; end';
  create trigger keep before update on todos for each row execute function g()`;

test.each([
  ['an added column', 'alter table todos add column extra int', ['unexpected: column todos.extra']],
  ['a dropped column', 'alter table channels drop column name', ['missing: column channels.name']],
  ['a dropped index', 'drop index deliveries_waiting_index', ['missing: index deliveries_waiting_index']],
  [
    'an index that is another',
    'drop index deliveries_waiting_index; create index deliveries_waiting_index on deliveries (next_at)',
    ['changed: index deliveries_waiting_index'],
  ],
  [
    'a constraint NOT VALID',
    `alter table todos drop constraint todos_completed_at_check;
    alter table todos add constraint todos_completed_at_check check (completed or completed_at is null) not valid`,
    ['changed: constraint todos.todos_completed_at_check'],
  ],
  [
    'moved parentheses in a check',
    `alter table deliveries drop constraint deliveries_queued_check;
    alter table deliveries add constraint deliveries_queued_check check ((state <> 'queued' or reminder_id is not null) and channel_id is not null)`,
    ['changed: constraint deliveries.deliveries_queued_check'],
  ],
  [
    'a changed default',
    'alter table channels alter column enabled set default false',
    ['changed: column channels.enabled'],
  ],
  ['a dropped not null', 'alter table channels alter column name drop not null', ['changed: column channels.name']],
  ['a changed type', 'alter table channels alter column name type varchar(10)', ['changed: column channels.name']],
  ['another table', 'create table extra (id int)', ['unexpected: column extra.id', 'unexpected: table extra']],
  ['a function', withFunction, ['unexpected: function f()']],
  [
    'a trigger that is disabled',
    `${withTrigger}; alter table todos disable trigger keep`,
    ['unexpected: function g()', 'unexpected: trigger todos.keep'],
  ],
  ['a view', 'create view v as select 1 as x', ['unexpected: column v.x', 'unexpected: view v']],
  ['a sequence of another type', 'alter sequence todos_id_seq as integer', ['changed: sequence todos_id_seq']],
])('found: %s', async (_, change, objects) => {
  await database.pool.query(change);
  const found = await findDrift(database.pool);
  expect(found).toHaveLength(objects.length);
  for (const [i, object] of objects.entries())
    expect(found[i]).toMatch(new RegExp(`^${object.replace(/[().]/g, '\\$&')}(: | is |$)`));
});

test('a changed function body and a disabled trigger read otherwise than before', async () => {
  await database.pool.query(`${withFunction}; ${withTrigger}`);
  const before = await findDrift(database.pool);
  await database.pool.query(`create or replace function f() returns int language sql as 'select 2'`);
  const changed = await findDrift(database.pool);
  expect(changed.filter((line) => !before.includes(line))).toEqual([expect.stringContaining('select 2')]);
  await database.pool.query('alter table todos disable trigger keep');
  const disabled = await findDrift(database.pool);
  expect(disabled.filter((line) => !changed.includes(line))).toEqual([expect.stringContaining('(enabled: D)')]);
});

test('the order of columns does not count', async () => {
  await database.pool.query(`
    alter table channels drop column name; alter table channels add column name text not null`);
  expect(await findDrift(database.pool)).toEqual([]);
});
