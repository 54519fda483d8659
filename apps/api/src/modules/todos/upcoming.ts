import { upcomingColumns } from 'db/sql';
import type pg from 'pg';
import { instantText } from '../../instant-text.ts';
import { type List, readPage } from '../../paging.ts';
import { noTodo, readTodo } from './queries.ts';
import type { ReminderQuery } from './reminder-schemas.ts';

type Filter = 'after' | 'before' | 'todo_id';

const filters: Record<Filter, (value: string) => string> = {
  after: (value) => `r.fire_at >= ${value}::timestamptz`,
  before: (value) => `r.fire_at < ${value}::timestamptz`,
  todo_id: (value) => `r.todo_id = ${value}::bigint`,
};

/** Of what is done or deleted nobody has to be told that it will not ring. */
const states: Record<ReminderQuery['state'], string> = {
  pending: "r.state = 'pending'",
  missed: "r.state = 'missed' and not t.completed and t.deleted_at is null",
};

/** Answers a page of what will ring for an account, or was missed, the earliest first, as JSON text. Throws not_found. */
export async function listUpcoming(
  database: Pick<pg.Pool, 'query'>,
  accountId: number,
  query: ReminderQuery,
): Promise<string> {
  const given = (['after', 'before', 'todo_id'] as const).filter((name) => query[name] !== undefined);
  // PostgreSQL reads fewer date-times than RFC 3339 has
  const { after, before } = query;
  const read = { ...query, after: after && instantText(after), before: before && instantText(before) };
  const values = given.map((name) => read[name]);
  const page = await readPage(database, listOf(query.state, given), query, accountId, ...values);
  const { todo_id } = query;
  if (todo_id !== undefined && page.startsWith('{"data":[]') && !(await readTodo(database, accountId, todo_id)))
    throw noTodo(todo_id);
  return page;
}

function listOf(state: ReminderQuery['state'], given: readonly Filter[]): List {
  const conditions = given.map((name, i) => filters[name](`$${i + 3}`));
  return {
    name: [`${state} reminders`, ...given].join('_by_'),
    columns: upcomingColumns,
    from: 'reminders r join todos t on t.user_id = r.user_id and t.id = r.todo_id',
    where: ['r.user_id = $2::bigint', states[state], ...conditions].join(' and '),
    keys: [
      { sql: 'r.fire_at', type: 'timestamptz' },
      { sql: 'r.id', type: 'bigint' },
    ],
    prepared: true,
  };
}
