import type { EntityManager } from '@mikro-orm/postgresql';
import { demandMatch } from '../../preconditions.ts';
import {
  lockDescendants,
  lockedTodo,
  type Read,
  touch,
  type Which,
  type Work,
  workOnTodo,
  workOnTodos,
} from './work.ts';

/**
 * Puts a todo and all that is part of it into the trash, or with `purge` deletes them for good, from there too. Their
 * reminders never ring, what is queued for them is cancelled, and the log of what was sent stays. Throws not_found and
 * precondition_failed.
 */
export async function deleteTodo(
  em: EntityManager,
  accountId: number,
  which: Which & { purge: boolean },
): Promise<void> {
  await workOnTodos(em, accountId, [which.id], async (work) => {
    await applyDeletion(work, which);
    return [];
  });
}

/** Like `deleteTodo`, in a transaction that has locked the todo. */
export async function applyDeletion(work: Work, { id, ifMatch, purge }: Which & { purge: boolean }): Promise<void> {
  const { account, retimed, purged } = work;
  const todo = lockedTodo(work, id, purge ? 'anywhere' : 'in use');
  demandMatch(ifMatch, todo.version);
  for (const each of [todo, ...(await lockDescendants(work, todo))]) {
    retimed.add(each);
    if (purge) purged.add(each);
    else if (each.deletedAt === null) {
      each.deletedAt = account.now;
      touch(work, each);
    }
  }
}

/**
 * Takes a todo out of the trash, if it is there, with those of its parts that were put there together with it. What it
 * was part of may still be there: then it is part of nothing. Reminders ring if their moment is still to come. Throws
 * not_found.
 */
export async function restoreTodo(em: EntityManager, accountId: number, id: number): Promise<Read> {
  return workOnTodo(em, accountId, id, async (work) => {
    const todo = lockedTodo(work, id, 'anywhere');
    const since = todo.deletedAt?.getTime();
    if (since === undefined) return;
    const parts = await lockDescendants(work, todo);
    for (const each of [todo, ...parts.filter(({ deletedAt }) => deletedAt?.getTime() === since)]) {
      each.deletedAt = null;
      touch(work, each);
      work.retimed.add(each);
    }
    if (todo.parentId && !(await isInUse(work, todo.parentId))) todo.parentId = null;
  });
}

async function isInUse({ sql, account }: Work, id: number): Promise<boolean> {
  const text = 'select from todos where user_id = $1::bigint and id = $2::bigint and deleted_at is null';
  return (await sql.query({ text, values: [account.id, id] })).rows.length > 0;
}
