import { isDeepStrictEqual } from 'node:util';
import { LockMode, raw } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { List } from 'db';
import { listColumns } from 'db/sql';
import { lockAccount } from '../../account-lock.ts';
import { cancelOfReminders } from '../../delivery-writes.ts';
import { type Destination, findPlace } from '../../move.ts';
import { demandMatch } from '../../preconditions.ts';
import { Problem } from '../../problem.ts';
import { readRules } from '../../reminder-rules.ts';
import { slices } from '../../slices.ts';
import { arrayText, sqlOf } from '../../sql-of.ts';
import type { ListChange, ListDeletion } from './schemas.ts';

interface Which {
  id: number;
  ifMatch: string | undefined;
}

interface Read {
  version: number;
  json: string;
}

/** Renames, archives or takes out again, and sets when its new todos ring. Throws not_found and precondition_failed. */
export async function changeList(
  em: EntityManager,
  accountId: number,
  which: Which,
  change: ListChange,
): Promise<Read> {
  return em.transactional(async (tx) => {
    await lockAccount(sqlOf(tx), accountId);
    const list = await lockList(tx, accountId, which);
    const { name = list.name, archived = list.archivedAt !== null } = change;
    const toggled = archived !== (list.archivedAt !== null);
    const before = list.defaultReminders ?? null;
    const { default_reminders = before } = change;
    const rules = default_reminders && readRules(default_reminders);
    if (name !== list.name || toggled || !isDeepStrictEqual(rules, before)) {
      list.name = name;
      list.defaultReminders = rules;
      if (toggled) list.archivedAt = archived ? raw('now()') : null;
      await touch(tx, list);
    }
    return readLocked(tx, list);
  });
}

/** Puts a list before or after another. Throws not_found, also where the other is not there. */
export async function moveList(em: EntityManager, accountId: number, id: number, to: Destination): Promise<Read> {
  return em.transactional(async (tx) => {
    await lockAccount(sqlOf(tx), accountId);
    const list = await lockList(tx, accountId, { id, ifMatch: undefined });
    const place = await findPlace(tx, 'lists', { accountId, id }, to);
    if (place !== undefined) {
      list.movedTo = place;
      await touch(tx, list);
    }
    return readLocked(tx, list);
  });
}

// Rows in the order todo, reminder, deliveries, and each kind in the order of ids, as all that lock them do. What is in the
// trash already is in no list then, either.
const todosOf = 'select id::float8 as id from todos where user_id = ? and list_id = ? order by id';

const moveTodos = `
  with moving as (select id from todos where user_id = ? and id = any(?::bigint[]) order by id for no key update)
  update todos t set list_id = ?, version = version + 1, updated_at = now() from moving where t.id = moving.id`;

const trashTodos = `
  with leaving as (select id from todos where user_id = ? and id = any(?::bigint[]) order by id for no key update)
  update todos t
  set list_id = null, deleted_at = coalesce(deleted_at, now()), version = version + 1, updated_at = now()
  from leaving where t.id = leaving.id`;

// all of them are answered: what has fired may be queued
const cancelReminders = `
  with leaving as (
    select r.id from reminders r where r.user_id = ? and r.todo_id = any(?::bigint[]) order by r.id for update
  ), cancelled as (
    update reminders r set state = 'cancelled' from leaving where r.id = leaving.id and r.state = 'pending'
  )
  select id::float8 as id from leaving`;

/** Deletes a list; its todos move or go to the trash. Throws not_found, also where the list that they move to is not there. */
export async function deleteList(
  em: EntityManager,
  accountId: number,
  which: Which,
  { todos, list_id }: ListDeletion,
): Promise<void> {
  if (todos === 'delete' && list_id !== undefined) throw contradiction();
  await em.transactional(async (tx) => {
    await lockAccount(sqlOf(tx), accountId);
    const list = await lockList(tx, accountId, which);
    if (todos === 'move') {
      if (list_id === list.id) throw new Problem('conflict', 'The todos cannot move to the list that is deleted.');
      if (list_id !== undefined) await lockList(tx, accountId, { id: list_id, ifMatch: undefined });
      await forTodosOf(tx, list, (ids) => tx.execute(moveTodos, [accountId, ids, list_id ?? null]));
    } else {
      await trashTodosOf(tx, list);
    }
    tx.remove(list);
  });
}

/** Runs a statement on the todos of a list, which is locked, some of them at a time: there may be any number. */
async function forTodosOf(tx: EntityManager, { id, userId }: List, change: (ids: string) => Promise<unknown>) {
  const todos = await tx.execute<{ id: number }[]>(todosOf, [userId, id]);
  for (const some of slices(todos.map((todo) => todo.id))) await change(arrayText(some));
}

async function trashTodosOf(tx: EntityManager, list: List): Promise<void> {
  const reminders: number[] = [];
  await forTodosOf(tx, list, async (ids) => {
    await tx.execute(trashTodos, [list.userId, ids]);
    const rows = await tx.execute<{ id: number }[]>(cancelReminders, [list.userId, ids]);
    for (const { id } of rows) reminders.push(id);
  });
  // a statement of its own sees what one queued that fired while the other waited for it
  await cancelOfReminders(sqlOf(tx), reminders);
}

/** Who names a list for the todos does not want them in the trash. */
function contradiction(): Problem {
  const message = 'goes with todos=move';
  return new Problem('invalid_request', `query/list_id ${message}`, {
    errors: [{ in: 'query', pointer: '/list_id', message }],
  });
}

async function lockList(tx: EntityManager, accountId: number, { id, ifMatch }: Which): Promise<List> {
  const list = await tx.findOne(List, { id, userId: accountId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!list) throw new Problem('not_found', `There is no list ${id}.`);
  demandMatch(ifMatch, list.version);
  return list;
}

async function touch(tx: EntityManager, list: List): Promise<void> {
  list.version += 1;
  list.updatedAt = raw('now()');
  await tx.flush();
}

async function readLocked(tx: EntityManager, list: List): Promise<Read> {
  const [row] = await tx.execute<{ json: string }[]>(
    `select row_to_json(r)::text as json from (select ${listColumns} from lists l where l.id = ?) r`,
    [list.id],
  );
  if (!row) throw new Error(`list ${list.id} is gone within the transaction that locked it`);
  return { version: list.version, json: row.json };
}
