import type { EntityManager } from '@mikro-orm/postgresql';
import { demandMatch } from '../../preconditions.ts';
import { ringAgain } from './reminders.ts';
import { changeParts, lockedTodo, type Read, touch, type Which, type Work, workOnTodo, workOnTodos } from './work.ts';

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
  const { account, retimed, purged, purgedParts, silenced } = work;
  const todo = lockedTodo(work, id, purge ? 'anywhere' : 'in use');
  demandMatch(ifMatch, todo.version);
  const parts = purge
    ? await changeParts(work, todo, { text: 'select id from mine' })
    : await changeParts(work, todo, { text: trashText, values: [account.now.toISOString()] });
  for (const part of parts.changed) {
    silenced.add(part);
    if (purge) purgedParts.add(part);
  }
  for (const each of [todo, ...parts.locked]) {
    retimed.add(each);
    if (purge) purged.add(each);
    else if (each.deletedAt === null) {
      each.deletedAt = account.now;
      touch(work, each);
    }
  }
}

const trashText = `
  update todos t set deleted_at = $3::timestamptz, version = t.version + 1, updated_at = $3::timestamptz
  from mine where t.id = mine.id and t.deleted_at is null
  returning t.id`;

/**
 * Takes a todo out of the trash, if it is there, with those of its parts that were put there together with it. What it
 * was part of may still be there: then it is part of nothing. Reminders ring if their moment is still to come. Throws
 * not_found.
 */
export async function restoreTodo(em: EntityManager, accountId: number, id: number): Promise<Read> {
  return workOnTodo(em, accountId, id, async (work) => {
    const todo = lockedTodo(work, id, 'anywhere');
    const since = todo.deletedAt;
    if (!since) return;
    const now = work.account.now.toISOString();
    const parts = await changeParts(work, todo, { text: restoreText, values: [now, since.toISOString()] });
    await ringAgain(work, parts.changed);
    todo.deletedAt = null;
    touch(work, todo);
    work.retimed.add(todo);
    if (todo.parentId && !(await isInUse(work, todo.parentId))) todo.parentId = null;
  });
}

const restoreText = `
  update todos t set deleted_at = null, version = t.version + 1, updated_at = $3::timestamptz
  from mine where t.id = mine.id and t.deleted_at = $4::timestamptz
  returning t.id`;

async function isInUse({ sql, account }: Work, id: number): Promise<boolean> {
  const text = 'select from todos where user_id = $1::bigint and id = $2::bigint and deleted_at is null';
  return (await sql.query({ text, values: [account.id, id] })).rows.length > 0;
}
