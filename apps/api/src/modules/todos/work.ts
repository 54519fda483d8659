import type { EntityDictionary } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Reminder, Todo } from 'db';
import { todoColumns } from 'db/sql';
import { type LockedAccount, lockAccount } from '../../account-lock.ts';
import { Problem } from '../../problem.ts';
import { arrayText, type Sql, sqlOf } from '../../sql-of.ts';
import { alignReminders } from './reminders.ts';
import { readDescendants } from './tree.ts';

/** What a transaction does to todos of an account, which is locked: nobody else changes any of its todos meanwhile. */
export interface Work {
  tx: EntityManager;
  sql: Sql;
  account: LockedAccount;
  /** locked, by id */
  todos: Map<number, Todo>;
  /** whose version was raised */
  touched: Set<Todo>;
  /** whose reminders may have to move, ring no more, or ring again */
  retimed: Set<Todo>;
  /** which of their reminders are silent from now on, though they were still to ring */
  silencing: Map<Todo, (reminder: Reminder) => boolean>;
  /** to be deleted for good, with all that is part of them */
  purged: Set<Todo>;
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
      touched: new Set(),
      retimed: new Set(),
      silencing: new Map(),
      purged: new Set(),
    };
    await lockTodos(context, ids);
    const shown = await work(context);
    await alignReminders(context, [...context.retimed]);
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
  if (!todo || purged.has(todo) || (where === 'in use' && todo.deletedAt !== null))
    throw new Problem('not_found', `There is no todo ${id}.`);
  return todo;
}

/** Throws not_found where the transaction has put a todo, that something is to be part of, into the trash or purged it. */
export function demandNotDeleted(work: Work, id: number): void {
  if (work.todos.has(id)) lockedTodo(work, id);
}

/** Locks all that is part of a todo, also in the trash. */
export async function lockDescendants(work: Work, todo: Todo): Promise<Todo[]> {
  const descendants = await readDescendants(work.sql, work.account.id, todo.id);
  const ids = descendants.map(({ id }) => id);
  await lockTodos(
    work,
    ids.filter((id) => !work.todos.has(id)),
  );
  return ids.map((id) => work.todos.get(id)).filter((each) => each !== undefined);
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

async function lockTodos({ tx, account, todos }: Work, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx.execute<EntityDictionary<Todo>[]>(lockText, [account.id, arrayText(ids)]);
  for (const row of rows) {
    const todo = tx.map(Todo, row);
    todos.set(todo.id, todo);
  }
}

async function purge({ tx, account, purged }: Work): Promise<void> {
  if (purged.size === 0) return;
  await tx.nativeDelete(Todo, { userId: account.id, id: { $in: [...purged].map(({ id }) => id) } });
}

const readText = `
  select r.id::float8 as id, r.version, row_to_json(r)::text as json
  from (select ${todoColumns} from todos t where t.user_id = $1::bigint and t.id = any($2::bigint[])) r`;

async function readTodos({ sql, account }: Work, ids: number[]): Promise<Map<number, Read>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql.query<Read & { id: number }>({ text: readText, values: [account.id, arrayText(ids)] });
  return new Map(rows.map(({ id, version, json }) => [id, { version, json }]));
}
