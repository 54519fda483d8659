import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Todo } from 'db';
import { columnsOf, dueOf, readDueDate } from '../../due.ts';
import { demandMatch } from '../../preconditions.ts';
import { invalidBody, Problem } from '../../problem.ts';
import { readListDefaults, readRules, rulesColumn } from '../../reminder-rules.ts';
import { demandNotOver, noSeries, type SeriesColumns, startSeries } from '../../series.ts';
import { complete, lockPartsToComplete, openAgain } from './completions.ts';
import { planLabels, setLabels } from './labels-of-todo.ts';
import { demandReferences } from './references.ts';
import type { TodoChange } from './schemas.ts';
import { listBelow, readHeight, readParent } from './tree.ts';
import {
  changeParts,
  demandNotDeleted,
  dueText,
  lockedTodo,
  type Read,
  touch,
  type Which,
  type Work,
  workOnTodo,
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
  return workOnTodo(em, accountId, which.id, (work) => applyChange(work, which, change));
}

/** Like `changeTodo`, in a transaction that has locked the todo. What it throws is thrown before it changes anything. */
export async function applyChange(work: Work, { id, ifMatch }: Which, change: TodoChange): Promise<void> {
  const todo = lockedTodo(work, id);
  demandMatch(ifMatch, todo.version);
  if (change.complete_children && change.completed !== true)
    throw invalidBody('/complete_children', 'goes with "completed": true');
  await demandReferences(work.sql, work.account.id, change);
  const labels = await planLabels(work, todo, change.label_ids);
  const place = await planPlace(work, todo, change);
  const timing = planTiming(work, todo, change);
  const reminders = await planReminders(work, todo, change, place.listId);
  const parts = await lockPartsToComplete(work, todo, change, timing.recurrence !== null);

  const before = fieldsOf(todo);
  if (todo.listId !== place.listId) await movePartsToList(work, todo, place.listId);
  Object.assign(todo, place, timing, {
    description: change.description ?? todo.description,
    priority: change.priority ?? todo.priority,
    notes: change.notes === undefined ? todo.notes : change.notes,
    reminders,
  });
  if (change.completed === false && todo.completed) await openAgain(work, todo);
  // trees are read from the database, by what a batch does next
  if (!isDeepStrictEqual(before.place, fieldsOf(todo).place)) await work.tx.flush();
  await setLabels(work, todo, labels);
  const after = fieldsOf(todo);
  if (before.due !== after.due) todo.snoozedUntil = null;
  if (labels.changed || !isDeepStrictEqual(before, after)) touch(work, todo);
  if (!isDeepStrictEqual([before.due, before.rings], [after.due, after.rings])) work.retimed.add(todo);
  if (change.completed === true) complete(work, todo, parts, change.complete_children ?? false);
}

/** What a patch can change, to compare. */
function fieldsOf(todo: Todo) {
  const { description, notes, priority, listId, parentId, recurrence, recurrenceFrom, recurrenceStart } = todo;
  const { completed, reminders } = todo;
  return {
    texts: [description, notes, priority],
    place: [listId, parentId],
    series: [recurrence, recurrenceFrom, recurrenceStart],
    due: dueText(todo),
    rings: [completed, reminders ?? null],
  };
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
  const height = await readHeight(work.sql, work.account.id, todo.id);
  return { parentId, listId: listBelow(parent, height, list_id) };
}

async function movePartsToList(work: Work, todo: Todo, listId: Todo['listId']): Promise<void> {
  const { locked } = await changeParts(work, todo, {
    text: moveText,
    values: [listId, work.account.now.toISOString()],
  });
  for (const part of locked) {
    part.listId = listId;
    touch(work, part);
  }
}

const moveText = `
  update todos t set list_id = $3::bigint, version = t.version + 1, updated_at = $4::timestamptz
  from mine where t.id = mine.id
  returning t.id`;

/** When the todo rings; null of it takes the rules of new todos where it will be. */
async function planReminders(
  { sql, account }: Work,
  todo: Todo,
  { reminders }: TodoChange,
  listId: number | null | undefined,
): Promise<Todo['reminders']> {
  if (reminders === undefined) return todo.reminders;
  if (reminders !== null) return rulesColumn(readRules(reminders));
  const ofList = listId ? await readListDefaults(sql, account.id, listId) : null;
  return rulesColumn(ofList ?? account.defaultReminders);
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
  // where nothing of it is said, the series goes on
  const { recurrenceStart = null, recurrenceDone } = todo;
  const goesOn = { recurrence, recurrenceFrom, recurrenceStart, recurrenceDone, ...dueColumns, timeZone };
  if (change.due_date === undefined && change.time_zone === undefined && change.recurrence === undefined) return goesOn;
  if (due === null && change.recurrence === undefined)
    throw invalidBody('/due_date', 'cannot go while the todo recurs: send "recurrence": null as well');
  const zone = timeZone ?? account.timeZone;
  const series = startSeries({ due, recurrence, recurrenceFrom, zone });
  if (series.recurrence !== todo.recurrence) demandNotOver(series, zone);
  const isSame =
    series.recurrence === todo.recurrence &&
    timeZone === (todo.timeZone ?? null) &&
    isDeepStrictEqual(due, dueOf(todo));
  return isSame ? goesOn : { ...series, ...dueColumns, timeZone };
}
