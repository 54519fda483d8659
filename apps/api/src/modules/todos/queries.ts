import { todoColumns, todoColumnsWith } from 'db';
import type pg from 'pg';
import { parseDateTime } from 'schedule';
import { Problem } from '../../problem.ts';
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

// The todo, its labels, its reminder and the signal to the worker in one statement. The outer select counts `woken`,
// because PostgreSQL does not run a select in `with` that nobody refers to. Nothing is written where a list or a label is
// not the account's; `missing` says which. Labels come from the parameter: the statement does not see its own rows.
const createTodoText = `
  with missing as (
    select 'list' as kind, $6::bigint as id
    where $6::bigint is not null and not exists (select from lists where user_id = $1::bigint and id = $6::bigint)
    union all
    select 'label', wanted.id from unnest($7::bigint[]) as wanted (id)
    where not exists (select from labels where user_id = $1::bigint and id = wanted.id)
  ), todo as (
    insert into todos (user_id, description, due_date, completed, completed_at, notes, priority, list_id)
    select $1::bigint, $2::varchar, $3::timestamptz, $4::boolean, case when $4 then now() end, $5::text, $8::smallint,
           $6::bigint
    where not exists (select from missing)
    returning *
  ), labelled as (
    insert into todo_labels (user_id, todo_id, label_id)
    select todo.user_id, todo.id, wanted.id from todo, unnest($7::bigint[]) as wanted (id)
  ), reminder as (
    insert into reminders (user_id, todo_id, fire_at, state)
    select user_id, id, due_date, ${stateWhenWritten('due_date')} from todo where due_date is not null and not completed
    returning fire_at, state
  ), woken as (${wakeWorker})
  select row_to_json(r)::text as json, r.id::float8 as id, r.version, null as missing,
         (select count(*) from woken) as woken
  from (select ${todoColumnsWith('to_json($7::bigint[])')} from todo t) r
  union all
  select null, null, null, kind || ' ' || id, null from missing`;

interface Created {
  id: number;
  version: number;
  json: string;
}

/** Writes a todo with its reminder; answers its id, version and JSON. Throws not_found for a list or label that is not there. */
export async function createTodo(database: Database, accountId: number, todo: NewTodo): Promise<Created> {
  const { description, due_date, completed = false, notes = null, priority = 0, list_id = null, label_ids = [] } = todo;
  const due = typeof due_date === 'string' ? parseDateTime(due_date)?.toISOString() : null;
  const labels = [...new Set(label_ids)].sort((a, b) => a - b);
  const { rows } = await database.query<Created & { missing: string | null }>({
    name: 'create_todo',
    text: createTodoText,
    values: [accountId, description, due, completed, notes, list_id, labels, priority],
  });
  if (!rows[0]) throw new Error('create_todo answered no row');
  if (rows[0].missing !== null) throw new Problem('not_found', `There is no ${rows[0].missing}.`);
  return rows[0];
}

const todoText = `select r.version, row_to_json(r)::text as json from (select ${todoColumns} from todos t where t.user_id = $1::bigint and t.id = $2::bigint and t.deleted_at is null) r`;

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
