import { completionColumns, todoColumns } from 'db/sql';
import type pg from 'pg';
import { type DueDate, previewOccurrences } from 'schedule';
import { type List, readPage } from '../../paging.ts';
import { Problem } from '../../problem.ts';
import { currentOf, type Recurring } from '../../series.ts';

type Database = Pick<pg.Pool, 'query'>;

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

const completionList: List = {
  name: 'completions',
  columns: completionColumns,
  from: 'completions o',
  where: 'o.user_id = $2::bigint and o.todo_id = $3::bigint',
  keys: [{ sql: 'o.id', type: 'bigint' }],
  descending: true,
  prepared: true,
};

/** A page of the completed occurrences of a todo as JSON text, the latest first. Throws not_found. */
export async function listCompletions(
  database: Database,
  accountId: number,
  todoId: number,
  query: { limit: number; cursor?: string },
): Promise<string> {
  const page = await readPage(database, completionList, query, accountId, todoId);
  if (page.startsWith('{"data":[]') && !(await readTodo(database, accountId, todoId))) throw noTodo(todoId);
  return page;
}

const seriesText = `
  select due_date as "dueDate", to_char(due_on, 'YYYY-MM-DD') as "dueOn", time_zone as "timeZone", completed,
         recurrence, recurrence_from as "recurrenceFrom", recurrence_start as "recurrenceStart",
         recurrence_done as "recurrenceDone"
  from todos where user_id = $1::bigint and id = $2::bigint and deleted_at is null`;

/** When a todo will be due after its due date, as far as can be told; nothing for one that does not recur. Throws not_found. */
export async function previewTodo(
  database: Database,
  { accountId, timeZone }: { accountId: number; timeZone: string },
  id: number,
  limit: number,
): Promise<DueDate[]> {
  const values = [accountId, id];
  const { rows } = await database.query<Recurring & { completed: boolean }>({
    name: 'series_of_todo',
    text: seriesText,
    values,
  });
  if (!rows[0]) throw noTodo(id);
  const current = rows[0].completed ? null : currentOf(rows[0], { timeZone, now: new Date() });
  return current ? previewOccurrences({ ...current, limit }) : [];
}

export function noTodo(id: number): Problem {
  return new Problem('not_found', `There is no todo ${id}.`);
}
