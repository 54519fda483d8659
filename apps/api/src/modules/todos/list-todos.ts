import { createHash } from 'node:crypto';
import { todoBytes, todoColumns } from 'db/sql';
import type pg from 'pg';
import { type Key, type List, readPage } from '../../paging.ts';
import { Problem } from '../../problem.ts';
import { boundaryOf, type Condition, dueFrom, dueUntil, dueWhen, numbered, sortedByDue } from './due-filters.ts';
import type { TodoQuery } from './schemas.ts';

const id: Key = { sql: 't.id', type: 'bigint' };

/** What orders the pages of each sort; the indexes of the entity are made of the same. */
const keys: Record<TodoQuery['sort'], readonly Key[]> = {
  created_at: [{ sql: 't.created_at', type: 'timestamptz' }, id],
  updated_at: [{ sql: 't.updated_at', type: 'timestamptz' }, id],
  priority: [{ sql: 't.priority', type: 'smallint' }, id],
  position: [{ sql: 't.position', type: 'text' }],
  due_date: [{ sql: sortedByDue, type: 'timestamptz' }, id],
};

/** Completed and open todos have an index each for every order; a page of both is merged from the two. */
const parts = ['not t.completed', 't.completed'];

/** With one of these there is another index to look into, and nothing to merge. */
const narrowing: readonly Filter[] = ['completed', 'list_id', 'parent_id', 'label', 'label_name', 'q'];

type Filter = Exclude<keyof TodoQuery, 'trash' | 'sort' | 'order' | 'limit' | 'cursor'>;

type Filters = { [Name in Filter]: (value: NonNullable<TodoQuery[Name]>, timeZone: string) => Condition | Condition[] };

const filters: Filters = {
  completed: (value) => ({ sql: 't.completed = $a::boolean', values: [value] }),
  list_id: (value) => within('t.list_id', value),
  parent_id: (value) => within('t.parent_id', value),
  priority: (value) => ({ sql: 't.priority = $a::smallint', values: [value] }),
  due: (value, timeZone) => dueWhen(value, timeZone, new Date()),
  due_after: (value, timeZone) => dueFrom(boundaryOf(value, timeZone)),
  due_before: (value, timeZone) => dueUntil(boundaryOf(value, timeZone)),
  has_reminder: (value) => ({
    sql: `exists (
      select from reminders r where r.user_id = t.user_id and r.todo_id = t.id and r.state = 'pending'
    ) = $a::boolean`,
    values: [value],
  }),
  // what these three match is gathered first: whatever the order, no other todo is looked at
  label: (value) =>
    labelled(
      `b.id::text = $a::text or lower(b.name) = lower($a::text) and not exists (
        select from labels i where i.user_id = $2::bigint and i.id::text = $a::text
      )`,
      value,
    ),
  label_name: (value) => labelled('lower(b.name) = lower($a::text)', value),
  q: (value) => ({
    sql: `t.id = any (array(
      select s.id from todos s
      where s.user_id = $2::bigint
        and words_of_todo(s.user_id, s.description, s.notes) @@ todos_with_words($2::bigint, $a::text)
    ))`,
    values: [value],
  }),
};

function within(column: string, id: number | 'none'): Condition {
  return id === 'none' ? { sql: `${column} is null`, values: [] } : { sql: `${column} = $a::bigint`, values: [id] };
}

/** Those with a label `b` that meets a condition. */
function labelled(condition: string, value: string): Condition {
  return {
    sql: `t.id = any (array(
      select tl.todo_id from todo_labels tl join labels b on b.user_id = tl.user_id and b.id = tl.label_id
      where tl.user_id = $2::bigint and (${condition})
    ))`,
    values: [value],
  };
}

/** Answers a page of an account's todos as JSON text; days are those of its zone. */
export async function listTodos(
  database: Pick<pg.Pool, 'query'>,
  { accountId, timeZone }: { accountId: number; timeZone: string },
  query: TodoQuery,
): Promise<string> {
  const given = (Object.keys(filters) as Filter[]).filter((filter) => query[filter] !== undefined);
  const conditions = given.flatMap((filter) => conditionsOf(query, filter, timeZone));
  const page = await readPage(
    database,
    listOf(query, given, conditions),
    query,
    accountId,
    ...conditions.flatMap(({ values }) => values),
  );
  if (page.startsWith('{"data":[]')) await demandPlaces(database, accountId, query);
  return page;
}

function conditionsOf<Name extends Filter>(query: TodoQuery, filter: Name, timeZone: string): Condition | Condition[] {
  const value = query[filter];
  if (value === undefined || value === null) throw new Error(`no value for ${filter}`);
  return filters[filter](value, timeZone);
}

const placesText = `
  select $2::bigint is null or exists (select from lists where user_id = $1::bigint and id = $2::bigint) as list,
         $3::bigint is null or exists (
           select from todos where user_id = $1::bigint and id = $3::bigint and deleted_at is null
         ) as parent`;

/** An empty page of a list, or of the parts of a todo, that is not there is no page. */
async function demandPlaces(
  database: Pick<pg.Pool, 'query'>,
  accountId: number,
  { list_id, parent_id }: TodoQuery,
): Promise<void> {
  const ids = [list_id, parent_id].map((id) => (id === 'none' ? undefined : id));
  if (ids.every((id) => id === undefined)) return;
  const { rows } = await database.query<{ list: boolean; parent: boolean }>({
    name: 'todo_places',
    text: placesText,
    values: [accountId, ...ids],
  });
  if (rows[0]?.list === false) throw new Problem('not_found', `There is no list ${list_id}.`);
  if (rows[0]?.parent === false) throw new Problem('not_found', `There is no todo ${parent_id}.`);
}

/** For what is part of nothing there is no index. */
function narrows({ parent_id }: TodoQuery, filter: Filter): boolean {
  return narrowing.includes(filter) && !(filter === 'parent_id' && parent_id === 'none');
}

function listOf(query: TodoQuery, given: Filter[], conditions: Condition[]): List {
  const { trash, sort, order } = query;
  const merges = !trash && !given.some((filter) => narrows(query, filter));
  return {
    // a cursor is good for the same filters only
    name: `todos ${sort} ${order} ${createHash('sha256')
      .update(JSON.stringify([trash, ...given.map((filter) => [filter, query[filter]])]))
      .digest('base64url')
      .slice(0, 8)}`,
    columns: todoColumns,
    from: 'todos t',
    long: { row: 't', bytes: todoBytes },
    where: ['t.user_id = $2::bigint', `t.deleted_at is ${trash ? 'not ' : ''}null`, ...numbered(conditions, 3)].join(
      ' and ',
    ),
    ...(merges && { parts }),
    keys: keys[sort],
    ...(query.list_id === 'none' && { same: 't.list_id' }),
    descending: order === 'desc',
    // what is asked for most, and has few names: planning it takes longer than answering it
    prepared: given.every((filter) => filter === 'completed'),
  };
}
