import type { EntityDictionary } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Reminder, Todo } from 'db';
import { todoColumns } from 'db/sql';
import { type LockedAccount, lockAccount } from '../../account-lock.ts';
import { Problem } from '../../problem.ts';
import { slices } from '../../slices.ts';
import { arrayText, type Sql, sqlOf } from '../../sql-of.ts';
import { noTodo } from './queries.ts';
import { alignReminders } from './reminders.ts';
import { treeBelow } from './tree.ts';

/** What a transaction does to todos of an account, which is locked: nobody else changes any of its todos meanwhile. */
export interface Work {
  tx: EntityManager;
  sql: Sql;
  account: LockedAccount;
  /** locked, by id */
  todos: Map<number, Todo>;
  /** when each of them was due as it was locked (`dueText`) */
  dueBefore: Map<Todo, string>;
  /** whose version was raised */
  touched: Set<Todo>;
  /** whose reminders may have to move, ring no more, or ring again */
  retimed: Set<Todo>;
  /** which of their reminders are silent from now on, though they were still to ring */
  silencing: Map<Todo, (reminder: Reminder) => boolean>;
  /** to be deleted for good, with all that is part of them */
  purged: Set<Todo>;
  /** the ids of parts that are not among `todos`: of which nothing is to ring any more, and which are to be deleted for good */
  silenced: Set<number>;
  purgedParts: Set<number>;
  /** how many parts were locked to be changed one by one, and looked at to be changed by statements */
  parts: { locked: number; changed: number };
}

/** A todo, and the versions that it may have (an If-Match header). */
export interface Which {
  id: number;
  ifMatch: string | undefined;
}

export interface Read {
  version: number;
  json: string;
}

/**
 * Locks an account and some of its todos, works on them and writes what came of it, reminders included; answers the
 * todos that `work` answers the ids of, as they then are. What `work` throws leaves everything as it was.
 */
export async function workOnTodos(
  em: EntityManager,
  accountId: number,
  ids: number[],
  work: (work: Work) => Promise<number[]>,
): Promise<Map<number, Read>> {
  return em.transactional(async (tx) => {
    const sql = sqlOf(tx);
    const account = await lockAccount(sql, accountId);
    const context: Work = {
      tx,
      sql,
      account,
      todos: new Map(),
      dueBefore: new Map(),
      touched: new Set(),
      retimed: new Set(),
      silencing: new Map(),
      purged: new Set(),
      silenced: new Set(),
      purgedParts: new Set(),
      parts: { locked: 0, changed: 0 },
    };
    await lockTodos(context, ids);
    const shown = await work(context);
    await alignReminders(context);
    await tx.flush();
    await purge(context);
    return readTodos(context, shown);
  });
}

/** `workOnTodos` on one, which stays; answers it as it then is. */
export async function workOnTodo(
  em: EntityManager,
  accountId: number,
  id: number,
  work: (work: Work) => Promise<void>,
): Promise<Read> {
  const read = await workOnTodos(em, accountId, [id], async (context) => {
    await work(context);
    return [id];
  });
  const found = read.get(id);
  if (!found) throw new Error(`todo ${id} is gone within the transaction that locked it`);
  return found;
}

/** A todo that is locked already. Throws not_found, also where it is in the trash, unless `anywhere`. */
export function lockedTodo({ todos, purged }: Work, id: number, where: 'in use' | 'anywhere' = 'in use'): Todo {
  const todo = todos.get(id);
  if (!todo || purged.has(todo) || (where === 'in use' && todo.deletedAt !== null)) throw noTodo(id);
  return todo;
}

/** Throws not_found where the transaction has put a todo, that something is to be part of, into the trash or purged it. */
export function demandNotDeleted(work: Work, id: number): void {
  if (work.purgedParts.has(id)) throw noTodo(id);
  if (work.todos.has(id)) lockedTodo(work, id);
}

/** How many parts are changed one by one within a request, be it a batch: what takes a second, for which the account is locked. */
const mostParts = 1000;

/** How many are by statements, which takes some seconds. */
const mostPartsByStatement = 25_000;

/**
 * Locks those parts of a todo, however far below, that are `completed` or not; answers them and those that are locked
 * already, which may be otherwise by now. Throws conflict where there are too many.
 */
export async function lockParts(work: Work, todo: Todo, completed: boolean[]): Promise<Todo[]> {
  const { sql, account, todos, parts } = work;
  const { rows } = await sql.query<{ id: number }>({
    text: `
      ${treeBelow}
      select id::float8 as id from tree
      where id = any($3::bigint[]) or deleted_at is null and completed = any($4::boolean[])
      limit $5::int`,
    values: [account.id, todo.id, arrayText(todos.keys()), `{${completed.join(',')}}`, todos.size + mostParts + 1],
  });
  const ids = rows.map(({ id }) => id);
  const others = ids.filter((id) => !todos.has(id));
  if (parts.locked + others.length > mostParts)
    throw new Problem(
      'conflict',
      `More than ${mostParts} parts would change with todo ${todo.id}: change them before, up to 500 at once with POST /api/v1/todos/batch.`,
    );
  parts.locked += others.length;
  await lockTodos(work, others);
  return ids.sort((a, b) => a - b).flatMap((id) => todos.get(id) ?? []);
}

/**
 * Lets a statement change what is part of a todo, also in the trash, but for what is locked already: answers that, and the
 * ids that the statement answers. It finds the others in `mine`, locked; its own parameters begin with $3. Throws
 * conflict where there are too many, before anything is changed.
 */
export async function changeParts(
  { sql, account, todos, parts }: Work,
  todo: Todo,
  { text, values = [] }: { text: string; values?: unknown[] },
): Promise<{ locked: Todo[]; changed: number[] }> {
  const { rows } = await sql.query<{ id: number }>({
    text: `${treeBelow} select id::float8 as id from tree limit $3::int`,
    values: [account.id, todo.id, mostPartsByStatement + 1],
  });
  if (parts.changed + rows.length > mostPartsByStatement)
    throw new Problem(
      'conflict',
      `More than ${mostPartsByStatement} parts would go with todo ${todo.id}: move or delete some of them before, by themselves.`,
    );
  parts.changed += rows.length;
  const ids = rows.map(({ id }) => id).sort((a, b) => a - b);
  const changed: number[] = [];
  for (const some of slices(ids.filter((id) => !todos.has(id)))) {
    const answer = await sql.query<{ id: number }>({
      text: `
        with mine as materialized (
          select id from todos where user_id = $1::bigint and id = any($2::bigint[]) order by id for no key update
        ), changed as (${text})
        select id::float8 as id from changed`,
      values: [account.id, arrayText(some), ...values],
    });
    for (const { id } of answer.rows) changed.push(id);
  }
  return { locked: ids.flatMap((id) => todos.get(id) ?? []), changed };
}

/** Writes down that what is shown of a todo has changed: its version rises once in a transaction. */
export function touch({ account, touched }: Work, todo: Todo): void {
  if (touched.has(todo)) return;
  touched.add(todo);
  todo.version += 1;
  todo.updatedAt = account.now;
}

// Not `for update`, which is all that MikroORM knows: it conflicts with the foreign keys of rows that only refer to a todo,
// such as links in messages, and with those of several todos, locked in another order, it would deadlock.
const lockText = `
  select * from todos where user_id = ?::bigint and id = any(?::bigint[]) order by id for no key update`;

/** When a todo is due, to compare. */
export function dueText({ dueDate, dueOn, timeZone }: Todo): string {
  return JSON.stringify([dueDate, dueOn, timeZone]);
}

async function lockTodos({ tx, account, todos, dueBefore }: Work, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx.execute<EntityDictionary<Todo>[]>(lockText, [account.id, arrayText(ids)]);
  for (const row of rows) {
    const todo = tx.map(Todo, row);
    todos.set(todo.id, todo);
    dueBefore.set(todo, dueText(todo));
  }
}

async function purge({ sql, account, purged, purgedParts }: Work): Promise<void> {
  if (purged.size === 0) return;
  const ids = [...[...purged].map(({ id }) => id), ...purgedParts].sort((a, b) => a - b);
  const lock = 'select from todos where user_id = $1::bigint and id = any($2::bigint[]) order by id for update';
  await sql.query({ text: lock, values: [account.id, arrayText(ids)] });
  const text = 'delete from todos where user_id = $1::bigint and id = any($2::bigint[])';
  // the parts first, which are younger: with the whole all would go at once
  for (const some of slices(ids).reverse()) await sql.query({ text, values: [account.id, arrayText(some)] });
}

const readText = `
  select r.id::float8 as id, r.version, row_to_json(r)::text as json
  from (select ${todoColumns} from todos t where t.user_id = $1::bigint and t.id = any($2::bigint[])) r`;

async function readTodos({ sql, account }: Work, ids: number[]): Promise<Map<number, Read>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql.query<Read & { id: number }>({ text: readText, values: [account.id, arrayText(ids)] });
  return new Map(rows.map(({ id, version, json }) => [id, { version, json }]));
}
