import { createHash } from 'node:crypto';
import { todoColumns } from 'db';
import type pg from 'pg';
import { parseDateTime } from 'schedule';
import { type Key, type List, readPage } from '../../paging.ts';
import { Problem } from '../../problem.ts';
import type { TodoQuery } from './schemas.ts';

const id: Key = { sql: 't.id', type: 'bigint' };

/** What orders the pages of each sort; the indexes of the entity are made of the same. */
const keys: Record<TodoQuery['sort'], readonly Key[]> = {
  created_at: [{ sql: 't.created_at', type: 'timestamptz' }, id],
  updated_at: [{ sql: 't.updated_at', type: 'timestamptz' }, id],
  priority: [{ sql: 't.priority', type: 'smallint' }, id],
  position: [{ sql: 't.position', type: 'text' }],
  due_date: [{ sql: `coalesce(t.due_date, 'infinity'::timestamptz)`, type: 'timestamptz' }, id],
};

/** Completed and open todos have an index each for every order; a page of both is merged from the two. */
const parts = ['not t.completed', 't.completed'];

type Filter = Exclude<keyof TodoQuery, 'trash' | 'sort' | 'order' | 'limit' | 'cursor'>;

/** A condition for each filter; `$` stands for its value. */
const conditions: Record<Filter, string> = {
  completed: 't.completed = $::boolean',
  list_id: 't.list_id = $::bigint',
  priority: 't.priority = $::smallint',
  due_after: 't.due_date >= $::timestamptz',
  due_before: 't.due_date < $::timestamptz',
  has_reminder: `exists (
    select from reminders r where r.user_id = t.user_id and r.todo_id = t.id and r.state = 'pending'
  ) = $::boolean`,
  label: `t.id in (
    select tl.todo_id from todo_labels tl join labels b on b.user_id = tl.user_id and b.id = tl.label_id
    where tl.user_id = t.user_id and (b.id::text = $::text or lower(b.name) = lower($::text))
  )`,
};

/** Answers a page of an account's todos as JSON text. */
export async function listTodos(
  database: Pick<pg.Pool, 'query'>,
  accountId: number,
  query: TodoQuery,
): Promise<string> {
  const given = (Object.keys(conditions) as Filter[]).filter((filter) => query[filter] !== undefined);
  const values = given.map((filter) => valueFor(query, filter));
  const page = await readPage(database, listOf(query, given, values), query, accountId, ...values);
  if (page.startsWith('{"data":[]') && query.list_id !== undefined)
    await demandList(database, accountId, query.list_id);
  return page;
}

/** An empty page of a list that is not there is no page. */
async function demandList(database: Pick<pg.Pool, 'query'>, accountId: number, id: number): Promise<void> {
  const { rowCount } = await database.query({
    name: 'list_exists',
    text: 'select from lists where user_id = $1::bigint and id = $2::bigint',
    values: [accountId, id],
  });
  if (rowCount === 0) throw new Problem('not_found', `There is no list ${id}.`);
}

function listOf({ trash, sort, order }: TodoQuery, given: Filter[], values: unknown[]): List {
  const found = given.map((filter, i) => conditions[filter].replaceAll('$', `$${i + 3}`));
  const merges = !trash && !given.includes('completed') && !given.includes('list_id');
  return {
    // a cursor is good for the same filters only
    name: `todos ${sort} ${order} ${createHash('sha256')
      .update(JSON.stringify([trash, given, values]))
      .digest('base64url')
      .slice(0, 8)}`,
    columns: todoColumns,
    from: 'todos t',
    where: ['t.user_id = $2::bigint', `t.deleted_at is ${trash ? 'not ' : ''}null`, ...found].join(' and '),
    ...(merges && { parts }),
    keys: keys[sort],
    descending: order === 'desc',
    prepared: false,
  };
}

function valueFor(query: TodoQuery, filter: Filter): unknown {
  const value = query[filter];
  return filter === 'due_after' || filter === 'due_before' ? parseDateTime(String(value))?.toISOString() : value;
}
