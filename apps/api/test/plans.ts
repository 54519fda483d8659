import { createTestDatabase, type TestDatabase } from 'db/testing';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readChanges, readRecentChanges } from '../src/modules/changes/queries.ts';
import { listDeliveries } from '../src/modules/deliveries/queries.ts';
import type { DeliveryQuery } from '../src/modules/deliveries/schemas.ts';
import { readTodos } from '../src/modules/feeds/queries.ts';
import { listTodos } from '../src/modules/todos/list-todos.ts';
import type { TodoQuery } from '../src/modules/todos/schemas.ts';

const perAccount = 20_000;

/** A calendar of the account. */
const calendar = {
  accountId: 1,
  name: '',
  shows: 'todos',
  timeZone: 'UTC',
  defaultReminderTime: '09:00',
  etag: '',
} as const;

/** Tests how pages are read where each of `accounts` has 20,000 todos: 9 lists, 1 in 10 in none, 1 in 10 open, 1 in 20 in the trash. */
export function testPlans(accounts: number): void {
  let database: TestDatabase;
  /** An account that has 100. */
  const few = accounts + 1;

  beforeAll(
    async () => {
      database = await createTestDatabase();
      const { pool } = database;
      await pool.query(`
      insert into users select from generate_series(2, ${few});
      insert into lists (user_id, name) select 1, n::text from generate_series(1, 9) n;
      insert into labels (user_id, name) select 1, n::text from generate_series(1, 20) n`);
      const buildIndexes = await dropIndexes(pool);
      // each statement for itself, since other tests' feeds wait until it is over
      const most = accounts * perAccount;
      for (let begin = 1; begin <= most; begin += 20_000) await addTodos(pool, accounts, begin);
      await pool.query(
        `insert into todos (user_id, description, completed) select $1, 'todo ' || n, false from generate_series(1, 100) n`,
        [few],
      );
      await buildIndexes();
      await pool.query(`
      update todos t set parent_id = w.id, list_id = w.list_id
        from todos w
        where t.user_id = 1 and t.id / ${accounts} % 10 between 1 and 5
          and w.user_id = 1 and w.id = t.id / ${accounts * 10} * ${accounts * 10};
      insert into todo_labels (user_id, todo_id, label_id)
        select 1, id, id / ${accounts} % 20 + 1 from todos where user_id = 1 and id % 3 = 0`);
      await pool.query(`
      insert into reminders (user_id, todo_id, fire_at, state)
        select user_id, id, due_date, 'pending' from todos where due_date is not null and not completed;
      insert into channels (user_id, kind, name, url, topic)
        select 1, 'ntfy', n::text, 'http://a/', 'a' from generate_series(1, 4) n`);
      // those of the account are older than everybody else's
      await pool.query(`
      insert into deliveries
        (user_id, kind, reminder_id, channel_id, webhook_id, state, scheduled_for, fired_at, next_at)
      select r.user_id, 'reminder', r.id, case when r.user_id = 1 then n end, n::text,
             case when r.id % 50 = 0 then 'failed' else 'cancelled' end, r.fire_at, r.fire_at, r.fire_at
      from reminders r, generate_series(1, 4) n order by r.user_id > 1, r.id, n`);
      await pool.query('vacuum analyze todos, todo_labels, reminders, lists, labels, changes, deliveries');
    },
    180_000 * Math.max(1, accounts / 10),
  );
  afterAll(() => database.drop());

  async function explain(query: Partial<TodoQuery>, accountId = 1): Promise<Reading> {
    const { pool, reading } = explaining(database.pool);
    const whole: TodoQuery = { trash: false, sort: 'created_at', order: 'asc', limit: 50, ...query };
    await listTodos(pool, { accountId, timeZone: 'UTC' }, whole);
    return reading('todos');
  }

  const sorts = ['created_at', 'updated_at', 'due_date', 'priority', 'position'] as const;
  const orders = ['asc', 'desc'] as const;
  const alone: [string, Partial<TodoQuery>][] = [
    ['alone', {}],
    ['with completed', { completed: false }],
    ['on a long page', { limit: 60 }],
    ['with list_id', { list_id: 7 }],
    ['with list_id=none', { list_id: 'none' }],
  ];
  const cases = alone.flatMap(([name, filter]) =>
    sorts.flatMap((sort) => orders.map((order) => [`${sort} ${order} ${name}`, { ...filter, sort, order }] as const)),
  );

  test.each(cases)('a page sorted by %s is read in order from an index, and no more than it', async (_, query) => {
    const { kinds, rows } = await explain(query);
    for (const kind of kinds) expect(kind).toMatch(/^Index (Only )?Scan$/);
    // one more than the page, from each of the two parts at most
    expect(rows).toBeLessThanOrEqual('limit' in query ? 122 : 102);
    expect(rows).toBeGreaterThan(0);
  });

  test.each([
    ['label', { label: '7' }],
    ['label, by name', { label: 'nothing' }],
    ['label_name', { label_name: '7' }],
    ['priority', { priority: 3 }],
    ['due dates', { due_after: '2026-12-01T00:00:00Z', due_before: '2026-12-08T00:00:00Z' }],
    ['has_reminder', { has_reminder: true }],
    ['no reminder', { has_reminder: false, completed: false }],
    ['what is due today', { due: 'today' }],
    ['what is overdue', { due: 'overdue' }],
    ['what comes', { due: 'upcoming' }],
    ['parts', { parent_id: 1010 * accounts }],
    ['what is part of nothing', { parent_id: 'none' }],
    ['what is part of nothing in a list', { parent_id: 'none', list_id: 7 }],
    ['what is part of nothing, in no list and open', { parent_id: 'none', list_id: 'none', completed: false }],
    ['trash', { trash: true }],
    ['trash of no list', { trash: true, list_id: 'none' }],
    ['a word', { q: 'todo 19' }],
    ['a word that others have', { q: `${accounts * 1000 + 1}` }],
    ['words in the trash', { q: 'todo 200', trash: true }],
    [
      'everything',
      { label: '7', priority: 3, completed: false, has_reminder: true, due_after: '2026-12-01T00:00:00Z' },
    ],
  ] as [string, Partial<TodoQuery>][])('filtered by %s, todos are never read from end to end', async (_, query) => {
    const { kinds, rows } = await explain(query);
    expect(kinds.length).toBeGreaterThan(0);
    for (const kind of kinds) expect(kind).not.toBe('Seq Scan');
    // the account's own at most, each part once
    expect(rows).toBeLessThanOrEqual(20_000);
  });

  test('words are looked up in their index also where an account has few todos: splitting takes longer than reading', async () => {
    const { rows } = await explain({ q: '77' }, few);
    // as what matches, and as the page
    expect(rows).toBe(2);
  });

  test.each<[string, Partial<DeliveryQuery>, number]>([
    ['of all', {}, 51],
    ['of what was cancelled', { state: 'cancelled' }, 60],
    ['of what failed', { state: 'failed' }, 51],
    ['of what failed, before a moment', { state: 'failed', until: '2000-01-01T00:00:00Z' }, 200],
    ['of a todo', { todo_id: 2 * accounts }, 4],
    ['of a channel', { channel_id: 3 }, 2000],
  ])('a page of the log %s reads no more than that, nor does the next', async (_, query, most) => {
    let cursor: string | undefined;
    do {
      const { pool, reading } = explaining(database.pool);
      const page = await listDeliveries(pool, 1, { limit: 50, ...query, ...(cursor && { cursor }) });
      const { kinds, rows } = reading('deliveries');
      for (const kind of kinds) expect(kind).not.toBe('Seq Scan');
      expect(rows).toBeLessThanOrEqual(most);
      cursor = cursor ? undefined : JSON.parse(page).next_cursor;
    } while (cursor);
  });

  test('what a calendar shows is read in pages from indexes, and no more than it takes', async () => {
    const completedSince = new Date(Date.now() - 86_400_000).toISOString();
    const { pool, reading } = explaining(database.pool);
    const pages = readTodos(pool, { ...calendar, completedSince });
    await pages.next();
    for (const kind of reading('todos').kinds) expect(kind).toMatch(/^Index (Only )?Scan$/);
    // a third has no due date; and as many wholes as there are parts among them
    expect(reading('todos').rows).toBeLessThanOrEqual(400);

    // and those that were completed, after all that are open
    while (!(await pages.next()).done);
    for (const kind of reading('todos').kinds) expect(kind).not.toBe('Seq Scan');
    expect(reading('todos').rows).toBeLessThanOrEqual(20_000);
  });

  test('a page of the feed is read in order from an index, and not to its end', async () => {
    const { rows } = await database.pool.query('select epoch from change_feed');
    const start = { epoch: rows[0].epoch, xact: 0n, id: 0n };
    const { pool, reading } = explaining(database.pool);
    const page = await readChanges(pool, 1, start, 50);
    expect(page.changes.length).toBeLessThanOrEqual(50);
    // that of the account, or that of all where the account has many of them
    expect(reading('changes').kinds).toEqual(['Index Scan']);
    expect(reading('changes').rows).toBeLessThanOrEqual(50 * accounts);
  });

  test('the poll for all streams reads what is new, and no more than it takes', async () => {
    const { rows } = await database.pool.query('select epoch, pg_current_snapshot()::text as now from change_feed');
    for (const [xact, most] of [
      [0n, 1000],
      [BigInt(rows[0].now.split(':')[0]), 0],
    ] as const) {
      const { pool, reading } = explaining(database.pool);
      await readRecentChanges(pool, [1], { epoch: rows[0].epoch, xact, id: 0n }, 1000);
      for (const kind of reading('changes').kinds) expect(kind).toMatch(/^Index Scan$/);
      expect(reading('changes').rows).toBeLessThanOrEqual(most);
    }
  });
}

/** Writes 20,000 todos, the accounts' in turn; the first is number `begin`. */
async function addTodos(pool: pg.Pool, accounts: number, begin: number): Promise<void> {
  await pool.query(
    `insert into todos
       (user_id, description, completed, due_date, priority, list_id, created_at, updated_at, deleted_at)
     select a, 'todo ' || n, i % 97 % 10 > 0, case when i % 3 > 0 then now() + (i % 5003 - 500) * interval '1 hour' end,
            i % 5, case when a = 1 then nullif(i % 10, 9) + 1 end, now() - i % 9973 * interval '1 minute',
            now() - i % 7919 * interval '1 minute', case when i % 20 = 0 then now() end
     from generate_series($2::int, $2 + 19999) n, lateral (select n % $1::int + 1 as a, n / $1 as i) x
     order by n`,
    [accounts, begin],
  );
}

/** Drops what reads todos fast and constrains nothing: made of many rows at once, it takes half as long. Answers how to make it. */
async function dropIndexes(pool: pg.Pool): Promise<() => Promise<void>> {
  const { rows } = await pool.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
     from pg_index where indrelid = 'todos'::regclass and not indisunique`,
  );
  for (const { name } of rows) await pool.query(`drop index ${name}`);
  return async () => {
    for (const { definition } of rows) await pool.query(definition);
  };
}

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Node[];
}

/** How PostgreSQL did what it was asked for: what it read of a table, and how. */
interface Reading {
  kinds: string[];
  rows: number;
}

/** A database that explains the one statement that it is asked for, and answers it. */
function explaining(pool: pg.Pool): { pool: pg.Pool; reading(table: string): Reading } {
  const nodes: Node[] = [];
  const collect = (node: Node): void => {
    nodes.push(node);
    node.Plans?.forEach(collect);
  };
  const query = async ({ text, values }: { text: string; values: unknown[] }) => {
    const { rows } = await pool.query(`explain (analyze, format json) ${text}`, values);
    collect(rows[0]['QUERY PLAN'][0].Plan);
    return pool.query(text, values);
  };
  return {
    pool: { query } as unknown as pg.Pool,
    reading(table) {
      const scans = nodes.filter((node) => node['Relation Name'] === table);
      const rowsOf = (node: Node) => node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0);
      return {
        kinds: scans.map((node) => node['Node Type']),
        rows: scans.reduce((sum, node) => sum + rowsOf(node) * node['Actual Loops'], 0),
      };
    },
  };
}
