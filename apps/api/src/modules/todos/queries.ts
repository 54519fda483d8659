import { todoColumns } from 'db';
import type pg from 'pg';
import { parseDateTime } from 'schedule';
import { defineList } from '../../paging.ts';
import type { NewTodo } from './schemas.ts';

type Database = Pick<pg.Pool, 'query'>;

/** A reminder whose moment is further back than this when it is written is missed and never rings. */
const missedAfter = "interval '60 seconds'";
/** How near a reminder must be for its write to wake the worker, which looks by itself every 30 s. */
const wakeWithin = "interval '60 seconds'";

/** The state of a reminder that is written now for the moment in `column`. */
export const stateWhenWritten = (column: string) =>
  `case when ${column} < now() - ${missedAfter} then 'missed' else 'pending' end`;

/** Wakes the worker, once per transaction, if the reminder in the CTE `reminder` is near; no row says it was not needed. */
export const wakeWorker = `
  select pg_notify('reminder_due', '') from reminder where state = 'pending' and fire_at <= now() + ${wakeWithin}`;

// The todo, its reminder and the signal to the worker in one statement. The outer select counts `woken`, because
// PostgreSQL does not run a select in `with` that nobody refers to.
const createTodoText = `
  with todo as (
    insert into todos (user_id, description, due_date, completed, completed_at)
    values ($1::bigint, $2::varchar, $3::timestamptz, $4::boolean, case when $4 then now() end)
    returning *
  ), reminder as (
    insert into reminders (user_id, todo_id, fire_at, state)
    select user_id, id, due_date, ${stateWhenWritten('due_date')} from todo where due_date is not null and not completed
    returning fire_at, state
  ), woken as (${wakeWorker})
  select row_to_json(r)::text as json, r.id::float8 as id, r.version, (select count(*) from woken) as woken
  from (select ${todoColumns} from todo t) r`;

/** Writes a todo with its reminder; answers its id, version and JSON. */
export async function createTodo(
  database: Database,
  accountId: number,
  { description, due_date, completed = false }: NewTodo,
): Promise<{ id: number; version: number; json: string }> {
  const due = typeof due_date === 'string' ? parseDateTime(due_date) : null;
  const { rows } = await database.query<{ id: number; version: number; json: string }>({
    name: 'create_todo',
    text: createTodoText,
    values: [accountId, description, due?.toISOString() ?? null, completed],
  });
  if (!rows[0]) throw new Error('create_todo answered no row');
  return rows[0];
}

const todoText = `select r.version, row_to_json(r)::text as json from (select ${todoColumns} from todos t where t.user_id = $1::bigint and t.id = $2::bigint) r`;

/** The version and the JSON of a todo, or undefined where the account has no such todo. */
export async function readTodo(
  database: Database,
  accountId: number,
  id: number,
): Promise<{ version: number; json: string } | undefined> {
  const values = [accountId, id];
  const { rows } = await database.query<{ version: number; json: string }>({ name: 'todo', text: todoText, values });
  return rows[0];
}

/** All todos of an account. */
export const todoList = defineList({
  name: 'todos',
  columns: todoColumns,
  from: 'todos t where t.user_id = $3::bigint',
  key: 't.id',
});

/** Those that are completed, or those that are not: a list of its own, since only a fixed condition gets the index. */
export const todoListByCompleted = defineList({
  name: 'todos_by_completed',
  columns: todoColumns,
  from: 'todos t where t.user_id = $3::bigint and t.completed = $4::boolean',
  key: 't.id',
});
