import type { EntityManager } from '@mikro-orm/postgresql';
import { Completion, type Todo } from 'db';
import { rollForward } from 'schedule';
import { columnsOf } from '../../due.ts';
import { demandMatch } from '../../preconditions.ts';
import { Problem } from '../../problem.ts';
import { currentOf } from '../../series.ts';
import type { TodoChange } from './schemas.ts';
import { lockedTodo, lockParts, type Read, touch, type Which, type Work, workOnTodo } from './work.ts';

/**
 * Completes a todo. One that recurs moves to its next date instead, and the occurrence goes into the log; its parts are
 * open again then, as a list to tick off begins anew. The last of a series is completed like any other. With
 * `children`, all that is part of a todo that is completed is completed too, also where that was completed before.
 * `parts` are those of `lockPartsToComplete`.
 */
export function complete(work: Work, todo: Todo, parts: Todo[], children: boolean): void {
  const rolls = !todo.completed && completeOne(work, todo);
  if (!rolls && !children) return;
  for (const part of parts) {
    if (part.deletedAt !== null) continue;
    if (rolls && part.completed) reopen(work, part);
    if (!rolls && !part.completed) completeOne(work, part);
  }
}

/** Locks what `complete` may change of the parts of a todo that recurs, or does not. Throws conflict where that is too much. */
export async function lockPartsToComplete(
  work: Work,
  todo: Todo,
  { completed, complete_children: children }: TodoChange,
  recurs: boolean,
): Promise<Todo[]> {
  if (completed !== true) return [];
  const concerned = [...(recurs && !todo.completed ? [true] : []), ...(children ? [false] : [])];
  return concerned.length > 0 ? lockParts(work, todo, concerned) : [];
}

/** Answers whether the todo has moved to a next date. */
function completeOne(work: Work, todo: Todo): boolean {
  const { tx, account, retimed } = work;
  touch(work, todo);
  retimed.add(todo);
  const current = currentOf(todo, account);
  const next = current && rollForward(current);
  if (current && todo.dueDate) {
    const { id: todoId, dueDate, dueOn } = todo;
    tx.create(Completion, { userId: account.id, todoId, dueDate, dueOn, completedAt: account.now });
    todo.recurrenceDone += 1;
  }
  todo.snoozedUntil = null;
  if (next) Object.assign(todo, columnsOf(next));
  else Object.assign(todo, { completed: true, completedAt: account.now });
  return next !== null;
}

function reopen(work: Work, todo: Todo): void {
  Object.assign(todo, { completed: false, completedAt: null });
  touch(work, todo);
  work.retimed.add(todo);
}

/** Opens a completed todo again. Of the last of a series the completion is taken back, else it would be done twice in the log. */
export async function openAgain(work: Work, todo: Todo): Promise<void> {
  reopen(work, todo);
  if (!todo.recurrence || todo.recurrenceDone === 0) return;
  const ofTodo = { userId: work.account.id, todoId: todo.id };
  const latest = await work.tx.findOne(Completion, ofTodo, { orderBy: { id: 'desc' } });
  if (!latest || latest.dueDate.getTime() !== todo.dueDate?.getTime()) return;
  work.tx.remove(latest);
  todo.recurrenceDone -= 1;
}

/** Moves a recurring todo to its next date and leaves the occurrence undone. Throws not_found, precondition_failed, conflict. */
export async function skipOccurrence(em: EntityManager, accountId: number, { id, ifMatch }: Which): Promise<Read> {
  return workOnTodo(em, accountId, id, async (work) => {
    const todo = lockedTodo(work, id);
    demandMatch(ifMatch, todo.version);
    const current = todo.completed ? null : currentOf(todo, work.account);
    if (!current) throw new Problem('conflict', `Todo ${id} ${todo.completed ? 'is completed' : 'does not recur'}.`);
    const next = rollForward({ ...current, skip: true });
    if (!next) throw new Problem('conflict', 'It is the last of its series: complete the todo, or delete it.');
    Object.assign(todo, columnsOf(next), { snoozedUntil: null });
    touch(work, todo);
    work.retimed.add(todo);
  });
}

/**
 * Takes back the latest completion of a recurring todo: it is due when it was due before. Throws not_found,
 * precondition_failed, and conflict where it is not the latest, or the series was changed since.
 */
export async function undoCompletion(
  em: EntityManager,
  accountId: number,
  { id, ifMatch, completionId }: Which & { completionId: number },
): Promise<Read> {
  return workOnTodo(em, accountId, id, async (work) => {
    const todo = lockedTodo(work, id);
    const ofTodo = { userId: accountId, todoId: id };
    const completion = await work.tx.findOne(Completion, { ...ofTodo, id: completionId });
    if (!completion) throw new Problem('not_found', `There is no completion ${completionId} of todo ${id}.`);
    demandMatch(ifMatch, todo.version);
    if ((await work.tx.count(Completion, { ...ofTodo, id: { $gt: completionId } })) > 0)
      throw new Problem('conflict', `Completion ${completionId} is not the latest of todo ${id}.`);
    if (todo.recurrenceDone === 0)
      throw new Problem(
        'conflict',
        'The due date, time zone or rule of the todo was changed since: it is another series.',
      );
    Object.assign(todo, { dueDate: completion.dueDate, dueOn: completion.dueOn, snoozedUntil: null });
    todo.recurrenceDone -= 1;
    reopen(work, todo);
    work.tx.remove(completion);
  });
}
