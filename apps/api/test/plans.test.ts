import { createTestDatabase, type TestDatabase } from 'db/testing';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listTodos } from '../src/modules/todos/list-todos.ts';
import type { TodoQuery } from '../src/modules/todos/schemas.ts';

let database: TestDatabase;

// one account of 20,000 todos among 200,000: 10 lists, 1 in 10 open, 1 in 20 in the trash
beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(`
    insert into users select from generate_series(2, 10);
    insert into lists (user_id, name) select 1, n::text from generate_series(1, 10) n;
    insert into labels (user_id, name) select 1, n::text from generate_series(1, 20) n;
    insert into todos
      (user_id, description, completed, due_date, priority, list_id, created_at, updated_at, deleted_at)
    select n % 10 + 1, 'todo ' || n, n % 97 % 10 > 0, case when n % 3 > 0 then now() + n % 5003 * interval '1 hour' end,
           n % 5, case when n % 10 = 0 then n / 10 % 10 + 1 end, now() - n % 9973 * interval '1 minute',
           now() - n % 7919 * interval '1 minute', case when n % 200 = 0 then now() end
    from generate_series(1, 200000) n;
    update todos t set parent_id = w.id, list_id = w.list_id
      from todos w where t.user_id = 1 and t.id % 100 between 10 and 50 and w.user_id = 1 and w.id = t.id / 100 * 100;
    insert into todo_labels (user_id, todo_id, label_id)
      select 1, id, id % 20 + 1 from todos where user_id = 1 and id % 3 = 0;
    insert into reminders (user_id, todo_id, fire_at, state)
      select user_id, id, due_date, 'pending' from todos where due_date is not null and not completed`);
  await database.pool.query('vacuum analyze todos, todo_labels, reminders, lists, labels');
}, 180_000);
afterAll(() => database.drop());

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Node[];
}

/** How PostgreSQL answers a page of todos: what it read of `todos`, and how. */
async function explain(query: Partial<TodoQuery>): Promise<{ kinds: string[]; rows: number }> {
  const nodes: Node[] = [];
  const collect = (node: Node): void => {
    nodes.push(node);
    node.Plans?.forEach(collect);
  };
  const explaining = {
    async query({ text, values }: { text: string; values: unknown[] }) {
      const { rows } = await database.pool.query(`explain (analyze, format json) ${text}`, values);
      collect(rows[0]['QUERY PLAN'][0].Plan);
      return { rows: [] };
    },
  };
  const whole: TodoQuery = { trash: false, sort: 'created_at', order: 'asc', limit: 50, ...query };
  await listTodos(explaining as unknown as pg.Pool, { accountId: 1, timeZone: 'UTC' }, whole);
  const scans = nodes.filter((node) => node['Relation Name'] === 'todos');
  return {
    kinds: scans.map((node) => node['Node Type']),
    rows: scans.reduce((sum, node) => {
      const each = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0);
      return sum + each * node['Actual Loops'];
    }, 0),
  };
}

const sorts = ['created_at', 'updated_at', 'due_date', 'priority', 'position'] as const;
const orders = ['asc', 'desc'] as const;
const alone: [string, Partial<TodoQuery>][] = [
  ['alone', {}],
  ['with completed', { completed: false }],
  ['with list_id', { list_id: 7 }],
];
const cases = alone.flatMap(([name, filter]) =>
  sorts.flatMap((sort) => orders.map((order) => [`${sort} ${order} ${name}`, { ...filter, sort, order }] as const)),
);

test.each(cases)('a page sorted by %s is read in order from an index, and no more than it', async (_, query) => {
  const { kinds, rows } = await explain(query);
  for (const kind of kinds) expect(kind).toMatch(/^Index (Only )?Scan$/);
  // one more than the page, from each of the two parts at most
  expect(rows).toBeLessThanOrEqual(102);
  expect(rows).toBeGreaterThan(0);
});

test.each([
  ['label', { label: '7' }],
  ['label, by name', { label: 'nothing' }],
  ['priority', { priority: 3 }],
  ['due dates', { due_after: '2026-12-01T00:00:00Z', due_before: '2026-12-08T00:00:00Z' }],
  ['has_reminder', { has_reminder: true }],
  ['no reminder', { has_reminder: false, completed: false }],
  ['what is due today', { due: 'today' }],
  ['what is overdue', { due: 'overdue' }],
  ['what comes', { due: 'upcoming' }],
  ['parts', { parent_id: 1000 }],
  ['trash', { trash: true }],
  ['a word', { q: 'todo 19' }],
  ['a word that others have', { q: '199999' }],
  ['words in the trash', { q: 'todo 200', trash: true }],
  ['everything', { label: '7', priority: 3, completed: false, has_reminder: true, due_after: '2026-12-01T00:00:00Z' }],
] as [string, Partial<TodoQuery>][])('filtered by %s, todos are never read from end to end', async (_, query) => {
  const { kinds, rows } = await explain(query);
  expect(kinds.length).toBeGreaterThan(0);
  for (const kind of kinds) expect(kind).not.toBe('Seq Scan');
  // the account's own at most, each part once
  expect(rows).toBeLessThanOrEqual(20_000);
});
