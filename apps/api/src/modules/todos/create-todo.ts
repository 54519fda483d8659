import { todoColumnsWith } from 'db';
import type pg from 'pg';
import { type LockedAccount, lockAccount } from '../../account-lock.ts';
import { invalidBody, Problem } from '../../problem.ts';
import { stateWhenWritten, wakeWorker } from '../../reminder-writes.ts';
import { arrayText, type Sql } from '../../sql-of.ts';
import { inTransaction } from '../../transaction.ts';
import { columnsOf, type DueColumns, readDueDate, ringingAt } from './due.ts';
import { demandReferences, missing } from './references.ts';
import type { NewTodo } from './schemas.ts';
import { noSeries, type SeriesColumns, startSeries } from './series.ts';
import { listBelow, readParent } from './tree.ts';

export interface Created {
  id: number;
  version: number;
  json: string;
}

/**
 * Writes a todo with its reminder; answers its id, version and JSON. One statement, unless the account's zone or other
 * todos have a say in it: then the account is locked before. Throws not_found, conflict and invalid_request.
 */
export async function createTodo(
  database: pg.Pool | pg.PoolClient,
  accountId: number,
  todo: NewTodo,
): Promise<Created> {
  const due = readDueDate(todo.due_date ?? null);
  const standsAlone = !(due && 'on' in due) && !todo.recurrence && !todo.parent_id;
  if (!standsAlone)
    return inTransaction(database, async (client) => {
      return createWithinRules(client, await lockAccount(client, accountId), todo);
    });
  const { dueDate } = columnsOf(due);
  return insertTodo(database, accountId, { ...todo, ...noSeries, dueDate, dueOn: null, ringsAt: dueDate });
}

/** Writes a todo of any kind to an account that is locked. Throws what `createTodo` throws, before anything is written. */
export async function createWithinRules(sql: Sql, account: LockedAccount, todo: NewTodo): Promise<Created> {
  const { recurrence, recurrence_from: recurrenceFrom = 'due', time_zone = null } = todo;
  if (recurrence && todo.completed) throw invalidBody('/completed', 'cannot be true of a todo that recurs');
  const due = readDueDate(todo.due_date ?? null);
  const zone = time_zone ?? account.timeZone;
  const series = recurrence ? startSeries({ due, recurrence, recurrenceFrom, zone }) : { ...noSeries, recurrenceFrom };
  const list_id = await findList(sql, account.id, todo);
  const ringsAt = ringingAt(account, due, time_zone);
  return insertTodo(sql, account.id, { ...todo, ...series, ...columnsOf(due), list_id, ringsAt });
}

/** The list that a todo is asked for in, or that of what it is part of. */
async function findList(sql: Sql, accountId: number, todo: NewTodo): Promise<number | null> {
  if (!todo.parent_id) return todo.list_id ?? null;
  await demandReferences(sql, accountId, todo);
  return listBelow(await readParent(sql, accountId, todo.parent_id), 0, todo.list_id);
}

// The todo, its labels, its reminder and the signal to the worker in one statement. The outer select counts `woken`,
// because PostgreSQL does not run a select in `with` that nobody refers to. Nothing is written where a list or a label is
// not the account's; `missing` says which. Labels come from the parameter: the statement does not see its own rows.
const insertText = `
  with missing as (${missing('$6', '$7')}
  ), todo as (
    insert into todos (
      user_id, description, due_date, completed, completed_at, notes, list_id, priority, due_on, time_zone, parent_id,
      recurrence, recurrence_from, recurrence_start
    )
    select $1::bigint, $2::varchar, $3::timestamptz, $4::boolean, case when $4 then now() end, $5::text, $6::bigint,
           $8::smallint, $9::date, $10::text, $11::bigint, $12::text, $13::text, $14::text
    where not exists (select from missing)
    returning *
  ), labelled as (
    insert into todo_labels (user_id, todo_id, label_id)
    select todo.user_id, todo.id, wanted.id from todo, unnest($7::bigint[]) as wanted (id)
  ), reminder as (
    insert into reminders (user_id, todo_id, fire_at, state)
    select user_id, id, $15::timestamptz, ${stateWhenWritten('$15::timestamptz')}
    from todo where $15::timestamptz is not null and not completed
    returning fire_at, state
  ), woken as (${wakeWorker})
  select row_to_json(r)::text as json, r.id::float8 as id, r.version, null as missing,
         (select count(*) from woken) as woken
  from (select ${todoColumnsWith('to_json($7::bigint[])')} from todo t) r
  union all
  select null, null, null, kind || ' ' || id, null from missing`;

type Row = Omit<NewTodo, 'due_date' | 'recurrence' | 'recurrence_from'> &
  DueColumns &
  SeriesColumns & { ringsAt: Date | null };

async function insertTodo(sql: Sql, accountId: number, todo: Row): Promise<Created> {
  const { rows } = await sql.query<Created & { missing: string | null }>({
    name: 'create_todo',
    text: insertText,
    values: [
      accountId,
      todo.description,
      todo.dueDate?.toISOString(),
      todo.completed ?? false,
      todo.notes,
      todo.list_id,
      arrayText([...new Set(todo.label_ids)].sort((a, b) => a - b)),
      todo.priority ?? 0,
      todo.dueOn,
      todo.time_zone,
      todo.parent_id,
      todo.recurrence,
      todo.recurrenceFrom,
      todo.recurrenceStart,
      todo.ringsAt?.toISOString(),
    ],
  });
  if (!rows[0]) throw new Error('create_todo answered no row');
  if (rows[0].missing !== null) throw new Problem('not_found', `There is no ${rows[0].missing}.`);
  return rows[0];
}
