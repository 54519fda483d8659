import type { ReminderRule } from 'db';
import { todoColumnsWith } from 'db/sql';
import type pg from 'pg';
import { type LockedAccount, lockAccount } from '../../account-lock.ts';
import type { Credential } from '../../credentials.ts';
import { columnsOf, type DueColumns, readDueDate } from '../../due.ts';
import { invalidBody, Problem } from '../../problem.ts';
import { readListDefaults, readRules, rulesColumn, rulesOf } from '../../reminder-rules.ts';
import { stateWhenWritten, wakeWorker } from '../../reminder-writes.ts';
import { currentRequestId } from '../../request-id.ts';
import { type Clocks, momentsOf, needsClocks } from '../../ringing.ts';
import { demandNotOver, noSeries, type SeriesColumns, startSeries } from '../../series.ts';
import { arrayText, type Sql } from '../../sql-of.ts';
import { inTransaction } from '../../transaction.ts';
import { demandReferences, missing } from './references.ts';
import type { NewTodo } from './schemas.ts';
import { listBelow, readParent } from './tree.ts';

export interface Created {
  id: number;
  version: number;
  json: string;
}

/** Who writes a todo. */
export type Author = Pick<Credential, 'accountId' | 'hasDefaultReminders'>;

/**
 * Writes a todo with its reminders; answers its id, version and JSON. One statement, unless the account's settings, the
 * list's or other todos have a say in it: then the account is locked before. Throws not_found, conflict and
 * invalid_request.
 */
export async function createTodo(database: pg.Pool | pg.PoolClient, author: Author, todo: NewTodo): Promise<Created> {
  const { accountId } = author;
  const alone = standAlone(author, todo);
  const created = alone && (await insertTodo(database, accountId, alone));
  if (created) return created;
  return inTransaction(database, async (client) => {
    return createWithinRules(client, await lockAccount(client, accountId), todo);
  });
}

/** The row of a todo that nothing else has a say in, but perhaps its list; else undefined. */
function standAlone({ hasDefaultReminders }: Author, todo: NewTodo): Row | undefined {
  const due = readDueDate(todo.due_date ?? null);
  const { reminders = null } = todo;
  if (todo.recurrence || todo.parent_id || (reminders === null && hasDefaultReminders)) return undefined;
  const rules = reminders && rulesColumn(readRules(reminders));
  if (needsClocks(due, rulesOf(rules))) return undefined;
  const moments = momentsOf(anyClocks, { due, zone: null, rules: rulesOf(rules) });
  return { ...todo, ...noSeries, ...columnsOf(due), rules, moments, yieldsToList: reminders === null };
}

/** For what rings at the same moment by all clocks. */
const anyClocks: Clocks = { timeZone: 'UTC', defaultReminderTime: '00:00' };

/** Writes a todo of any kind to an account that is locked. Throws what `createTodo` throws, before anything is written. */
export async function createWithinRules(sql: Sql, account: LockedAccount, todo: NewTodo): Promise<Created> {
  const { recurrence, recurrence_from: recurrenceFrom = 'due', time_zone = null, reminders = null } = todo;
  if (recurrence && todo.completed) throw invalidBody('/completed', 'cannot be true of a todo that recurs');
  const due = readDueDate(todo.due_date ?? null);
  const zone = time_zone ?? account.timeZone;
  const series = recurrence ? startSeries({ due, recurrence, recurrenceFrom, zone }) : { ...noSeries, recurrenceFrom };
  demandNotOver(series, zone);
  const list_id = await findList(sql, account.id, todo);
  const insert = (asked: ReminderRule[] | null, yieldsToList: boolean) => {
    const rules = rulesColumn(asked);
    const moments = momentsOf(account, { due, zone: time_zone, rules: rulesOf(rules) });
    return insertTodo(sql, account.id, {
      ...todo,
      ...series,
      ...columnsOf(due),
      list_id,
      rules,
      moments,
      yieldsToList,
    });
  };
  const created = await insert(reminders ? readRules(reminders) : account.defaultReminders, reminders === null);
  if (created) return created;
  const inList = list_id && (await insert(await readListDefaults(sql, account.id, list_id), false));
  if (!inList) throw new Error('create_todo yields to a list that has nothing to say');
  return inList;
}

/** The list that a todo is asked for in, or that of what it is part of. */
async function findList(sql: Sql, accountId: number, todo: NewTodo): Promise<number | null> {
  if (!todo.parent_id) return todo.list_id ?? null;
  await demandReferences(sql, accountId, todo);
  return listBelow(await readParent(sql, accountId, todo.parent_id), 0, todo.list_id);
}

// The todo, its labels, its reminders and the signal to the worker in one statement. The outer select counts `woken`,
// because PostgreSQL does not run a select in `with` that nobody refers to. Nothing is written where a list or a label is
// not the account's, which `missing` says, or where the todo yields to a list that has `defaults`: then no row is answered.
// Labels come from the parameter: the statement does not see its own rows.
const insertText = `
  with missing as (${missing('$6', '$7')}
  ), defaults as (
    select from lists
    where $17::boolean and user_id = $1::bigint and id = $6::bigint and default_reminders is not null
  ), todo as (
    insert into todos (
      user_id, description, due_date, completed, completed_at, notes, list_id, priority, due_on, time_zone, parent_id,
      recurrence, recurrence_from, recurrence_start, reminders
    )
    select $1::bigint, $2::varchar, $3::timestamptz, $4::boolean, case when $4 then now() end, $5::text, $6::bigint,
           $8::smallint, $9::date, $10::text, $11::bigint, $12::text, $13::text, $14::text, $16::jsonb
    where not exists (select from missing) and not exists (select from defaults)
    returning *
  ), labelled as (
    insert into todo_labels (user_id, todo_id, label_id)
    select todo.user_id, todo.id, wanted.id from todo, unnest($7::bigint[]) as wanted (id)
  ), reminder as (
    insert into reminders (user_id, todo_id, trigger, fire_at, state, request_id)
    select todo.user_id, todo.id, wanted.trigger, wanted.fire_at, ${stateWhenWritten('wanted.fire_at')}, $18::text
    from todo, json_to_recordset($15::json) as wanted (trigger text, fire_at timestamptz)
    where not todo.completed
    returning fire_at, state
  ), woken as (${wakeWorker})
  select row_to_json(r)::text as json, r.id::float8 as id, r.version, null as missing,
         (select count(*) from woken) as woken
  from (select ${todoColumnsWith('$7::bigint[]')} from todo t) r
  union all
  select null, null, null, kind || ' ' || id, null from missing`;

type Row = Omit<NewTodo, 'due_date' | 'recurrence' | 'recurrence_from' | 'reminders'> &
  DueColumns &
  SeriesColumns & {
    /** null for the standard */
    rules: ReminderRule[] | null;
    /** when it rings, by trigger */
    moments: Map<string, Date>;
    /** a list that has rules for new todos has to be asked */
    yieldsToList: boolean;
  };

/** Answers undefined, and writes nothing, where the todo yields to its list. */
async function insertTodo(sql: Sql, accountId: number, todo: Row): Promise<Created | undefined> {
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
      JSON.stringify([...todo.moments].map(([trigger, fire_at]) => ({ trigger, fire_at }))),
      todo.rules && JSON.stringify(todo.rules),
      todo.yieldsToList,
      currentRequestId(),
    ],
  });
  if (!rows[0]) return undefined;
  if (rows[0].missing !== null) throw new Problem('not_found', `There is no ${rows[0].missing}.`);
  return rows[0];
}
