import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from '@mikro-orm/postgresql';
import { List, type Todo } from 'db';
import { demandMatch } from '../../preconditions.ts';
import { invalidBody, Problem } from '../../problem.ts';
import { complete } from './completions.ts';
import { columnsOf, dueOf, readDueDate } from './due.ts';
import { planLabels, setLabels } from './labels-of-todo.ts';
import type { TodoChange } from './schemas.ts';
import { noSeries, type SeriesColumns, startSeries } from './series.ts';
import { listBelow, readDescendants, readParent } from './tree.ts';
import {
  demandNotDeleted,
  demandRead,
  lockDescendants,
  lockedTodo,
  type Read,
  touch,
  type Which,
  type Work,
  workOnTodos,
} from './work.ts';

/**
 * Applies a merge patch to a todo. Throws not_found, precondition_failed, invalid_request and conflict; nothing has
 * changed then.
 */
export async function changeTodo(
  em: EntityManager,
  accountId: number,
  which: Which,
  change: TodoChange,
): Promise<Read> {
  const read = await workOnTodos(em, accountId, [which.id], async (work) => {
    await applyChange(work, which, change);
    return [which.id];
  });
  return demandRead(read, which.id);
}

/** Like `changeTodo`, in a transaction that has locked the todo. What it throws is thrown before it changes anything. */
export async function applyChange(work: Work, { id, ifMatch }: Which, change: TodoChange): Promise<void> {
  const todo = lockedTodo(work, id);
  demandMatch(ifMatch, todo.version);
  if (change.complete_children && change.completed !== true)
    throw invalidBody('/complete_children', 'goes with "completed": true');
  await demandList(work, change.list_id);
  const labels = await planLabels(work, todo, change.label_ids);
  const place = await planPlace(work, todo, change);
  const timing = planTiming(work, todo, change);

  const before = fieldsOf(todo);
  const moving = todo.listId === place.listId ? [] : await lockDescendants(work, todo);
  Object.assign(todo, place, timing, {
    description: change.description ?? todo.description,
    priority: change.priority ?? todo.priority,
    notes: change.notes === undefined ? todo.notes : change.notes,
  });
  if (change.completed === false) Object.assign(todo, { completed: false, completedAt: null });
  for (const part of moving) {
    part.listId = place.listId;
    touch(work, part);
  }
  // trees are read from the database, by what a batch does next
  if (!isDeepStrictEqual(before.place, fieldsOf(todo).place)) await work.tx.flush();
  await setLabels(work, todo, labels);
  const after = fieldsOf(todo);
  if (labels.changed || !isDeepStrictEqual(before, after)) touch(work, todo);
  if (!isDeepStrictEqual(before.times, after.times)) work.retimed.add(todo);
  if (change.completed === true && !todo.completed) await complete(work, todo, change.complete_children ?? false);
}

/** What a patch can change, to compare. */
function fieldsOf(todo: Todo) {
  const { description, notes, priority, listId, parentId, recurrence, recurrenceFrom, recurrenceStart } = todo;
  const { dueDate, dueOn, timeZone, completed } = todo;
  return {
    texts: [description, notes, priority],
    place: [listId, parentId],
    series: [recurrence, recurrenceFrom, recurrenceStart],
    times: [dueDate?.getTime(), dueOn, timeZone, completed],
  };
}

/** Throws not_found unless the account has the list. It is locked, so that the list stays. */
async function demandList({ tx, account }: Work, id: number | null | undefined): Promise<void> {
  if (id === null || id === undefined) return;
  if ((await tx.count(List, { id, userId: account.id })) === 0)
    throw new Problem('not_found', `There is no list ${id}.`);
}

/** Where the todo will be: what it is part of, and its list. Throws not_found and conflict. */
async function planPlace(
  work: Work,
  todo: Todo,
  { parent_id, list_id }: TodoChange,
): Promise<Pick<Todo, 'parentId' | 'listId'>> {
  const parentId = (parent_id === undefined ? todo.parentId : parent_id) ?? null;
  if (parentId === null) return { parentId, listId: list_id === undefined ? todo.listId : list_id };
  // neither moves: there is nothing to look at
  if (parent_id === undefined && list_id === undefined) return { parentId, listId: todo.listId };
  demandNotDeleted(work, parentId);
  const parent = await readParent(work.sql, work.account.id, parentId);
  if (parent.path.includes(todo.id))
    throw new Problem('conflict', `Todo ${parentId} is todo ${todo.id} or a part of it.`);
  const below = await readDescendants(work.sql, work.account.id, todo.id);
  const height = Math.max(0, ...below.map(({ level }) => level));
  return { parentId, listId: listBelow(parent, height, list_id) };
}

type Timing = SeriesColumns & Pick<Todo, 'dueDate' | 'dueOn' | 'timeZone'>;

/** When the todo will be due, and how it comes again. Throws invalid_request. */
function planTiming({ account }: Work, todo: Todo, change: TodoChange): Timing {
  const due = change.due_date === undefined ? dueOf(todo) : readDueDate(change.due_date);
  const timeZone = (change.time_zone === undefined ? todo.timeZone : change.time_zone) ?? null;
  const recurrence = (change.recurrence === undefined ? todo.recurrence : change.recurrence) ?? null;
  const recurrenceFrom = change.recurrence_from ?? todo.recurrenceFrom;
  const dueColumns = columnsOf(due);
  if (recurrence === null) return { ...noSeries, recurrenceFrom, ...dueColumns, timeZone };
  if (due === null && change.recurrence === undefined)
    throw invalidBody('/due_date', 'cannot go while the todo recurs: send "recurrence": null as well');
  const series = startSeries({ due, recurrence, recurrenceFrom, zone: timeZone ?? account.timeZone });
  const isSame =
    series.recurrence === todo.recurrence &&
    timeZone === (todo.timeZone ?? null) &&
    isDeepStrictEqual(due, dueOf(todo));
  const { recurrenceStart = null, recurrenceDone } = isSame ? todo : series;
  return { ...series, recurrenceStart, recurrenceDone, ...dueColumns, timeZone };
}
