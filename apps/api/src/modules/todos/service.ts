import { isDeepStrictEqual } from 'node:util';
import { LockMode, raw } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { List, Reminder, Todo, TodoLabel, todoColumns } from 'db';
import { parseDateTime } from 'schedule';
import { type Destination, findPlace } from '../../move.ts';
import { demandMatch } from '../../preconditions.ts';
import { Problem } from '../../problem.ts';
import { stateWhenWritten, wakeWorker } from './queries.ts';
import type { TodoChange } from './schemas.ts';

// Rows are locked in the order todo, reminder, deliveries. The worker fires by locking the reminder first and skips a
// locked one, so a change and a fire of the same reminder never wait for each other in a circle.

interface Read {
  version: number;
  json: string;
}

/**
 * Applies a merge patch to a todo and moves, cancels or revives its reminder with it; answers its version and JSON.
 * Throws precondition_failed where `ifMatch` names other versions.
 */
export async function changeTodo(
  em: EntityManager,
  accountId: number,
  { id, ifMatch }: { id: number; ifMatch: string | undefined },
  change: TodoChange,
): Promise<Read> {
  return em.transactional(async (tx) => {
    const todo = await lockTodo(tx, accountId, id);
    demandMatch(ifMatch, todo.version);
    await demandList(tx, accountId, change.list_id);
    const relabelled = await setLabels(tx, todo, change.label_ids);
    if (apply(todo, change) || relabelled) {
      await touch(tx, todo);
      await alignReminder(tx, todo);
    }
    return { version: todo.version, json: await readTodo(tx, todo) };
  });
}

/** Puts a todo before or after another. Throws not_found, also where the other is not there. */
export async function moveTodo(em: EntityManager, accountId: number, id: number, to: Destination): Promise<Read> {
  return em.transactional(async (tx) => {
    const todo = await lockTodo(tx, accountId, id);
    const place = await findPlace(tx, 'todos', { accountId, id }, to);
    if (place !== undefined) {
      todo.movedTo = place;
      await touch(tx, todo);
    }
    return { version: todo.version, json: await readTodo(tx, todo) };
  });
}

/** Takes a todo out of the trash, if it is there. Its reminder rings if its moment is still to come. Throws not_found. */
export async function restoreTodo(em: EntityManager, accountId: number, id: number): Promise<Read> {
  return em.transactional(async (tx) => {
    const todo = await lockTodo(tx, accountId, id, 'anywhere');
    if (todo.deletedAt !== null) {
      todo.deletedAt = null;
      await touch(tx, todo);
      await alignReminder(tx, todo);
    }
    return { version: todo.version, json: await readTodo(tx, todo) };
  });
}

/**
 * Puts a todo into the trash, or with `purge` deletes it for good, from there too. Its reminder never rings, what is
 * queued for it is cancelled, and the log of what was sent stays. Throws precondition_failed where `ifMatch` names other
 * versions.
 */
export async function deleteTodo(
  em: EntityManager,
  accountId: number,
  { id, ifMatch, purge }: { id: number; ifMatch: string | undefined; purge: boolean },
): Promise<void> {
  await em.transactional(async (tx) => {
    const todo = await lockTodo(tx, accountId, id, purge ? 'anywhere' : 'in use');
    demandMatch(ifMatch, todo.version);
    const reminder = await lockReminder(tx, todo);
    if (reminder) await cancelReminder(tx, reminder);
    if (purge) {
      tx.remove(todo);
    } else {
      todo.deletedAt = raw('now()');
      await touch(tx, todo);
    }
  });
}

type Place = 'in use' | 'anywhere';

async function lockTodo(em: EntityManager, accountId: number, id: number, place: Place = 'in use'): Promise<Todo> {
  const where = { id, userId: accountId, ...(place === 'in use' && { deletedAt: null }) };
  const todo = await em.findOne(Todo, where, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!todo) throw new Problem('not_found', `There is no todo ${id}.`);
  return todo;
}

function lockReminder(em: EntityManager, todo: Todo): Promise<Reminder | null> {
  return em.findOne(Reminder, { userId: todo.userId, todoId: todo.id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** Throws not_found unless the account has the list; keeps it from being deleted meanwhile. */
async function demandList(em: EntityManager, accountId: number, id: number | null | undefined): Promise<void> {
  if (id === null || id === undefined) return;
  const list = await em.findOne(List, { id, userId: accountId }, { lockMode: LockMode.PESSIMISTIC_READ });
  if (!list) throw new Problem('not_found', `There is no list ${id}.`);
}

const readLabels = `
  select b.id::float8 as id, tl.todo_id is not null as has
  from labels b left join todo_labels tl on tl.user_id = b.user_id and tl.label_id = b.id and tl.todo_id = ?
  where b.user_id = ? and (b.id = any(?::bigint[]) or tl.todo_id is not null)
  order by b.id for key share of b`;

/** Gives a todo these labels and no others; answers whether it had others. Throws not_found. */
async function setLabels(em: EntityManager, todo: Todo, labelIds: number[] | undefined): Promise<boolean> {
  if (labelIds === undefined) return false;
  const wanted = new Set(labelIds);
  const known = await em.execute<{ id: number; has: boolean }[]>(readLabels, [todo.id, todo.userId, array(wanted)]);
  const missing = labelIds.find((id) => !known.some((label) => label.id === id));
  if (missing !== undefined) throw new Problem('not_found', `There is no label ${missing}.`);
  const [off, on] = [known.filter(({ id, has }) => has && !wanted.has(id)), known.filter(({ has }) => !has)];
  for (const { id } of off) await em.nativeDelete(TodoLabel, { userId: todo.userId, todoId: todo.id, labelId: id });
  for (const { id } of on) em.create(TodoLabel, { userId: todo.userId, todoId: todo.id, labelId: id });
  return off.length + on.length > 0;
}

/** Numbers as an array of PostgreSQL's. */
function array(ids: Iterable<number>): string {
  return `{${[...ids].join(',')}}`;
}

/** Puts the patch on the todo; answers whether it changed anything. */
function apply(todo: Todo, change: TodoChange): boolean {
  const { description, due_date, completed, notes, priority, list_id } = change;
  const before = fieldsOf(todo);
  if (notes !== undefined) todo.notes = notes;
  if (priority !== undefined) todo.priority = priority;
  if (list_id !== undefined) todo.listId = list_id;
  if (description !== undefined) todo.description = description;
  if (due_date !== undefined) todo.dueDate = due_date === null ? null : (parseDateTime(due_date) ?? null);
  if (completed !== undefined) todo.completed = completed;
  const after = fieldsOf(todo);
  if (after.completed !== before.completed) todo.completedAt = todo.completed ? raw('now()') : null;
  return !isDeepStrictEqual(before, after);
}

/** What a patch can change, to compare. */
function fieldsOf({ description, notes, priority, listId, dueDate, completed }: Todo) {
  return { description, notes, priority, listId, due: dueDate?.getTime() ?? null, completed };
}

async function touch(tx: EntityManager, todo: Todo): Promise<void> {
  todo.version += 1;
  todo.updatedAt = raw('now()');
  await tx.flush();
}

/** Makes the reminder what the todo, as it now is, asks for. */
async function alignReminder(em: EntityManager, todo: Todo): Promise<void> {
  const reminder = await lockReminder(em, todo);
  if (todo.completed || !todo.dueDate) {
    if (reminder) await cancelReminder(em, reminder);
  } else if (!reminder || reminder.state === 'cancelled' || reminder.fireAt.getTime() !== todo.dueDate.getTime()) {
    if (reminder) await cancelDeliveries(em, reminder);
    await em.execute(setReminder, [todo.userId, todo.id, todo.dueDate]);
  }
}

// A new moment is a new generation: what an older one still has queued is not sent, and receivers see another id.
const setReminder = `
  with reminder as (
    insert into reminders (user_id, todo_id, fire_at, state)
    select user_id, todo_id, fire_at, ${stateWhenWritten('fire_at')}
    from (values (?::bigint, ?::bigint, ?::timestamptz)) as wanted (user_id, todo_id, fire_at)
    on conflict (user_id, todo_id) do update
      set fire_at = excluded.fire_at, state = excluded.state, generation = reminders.generation + 1, fired_at = null
    returning fire_at, state
  )
  ${wakeWorker}`;

async function cancelReminder(em: EntityManager, reminder: Reminder): Promise<void> {
  if (reminder.state === 'pending') reminder.state = 'cancelled';
  await em.flush();
  await cancelDeliveries(em, reminder);
}

async function cancelDeliveries(em: EntityManager, reminder: Reminder): Promise<void> {
  await em.execute(cancelQueued, [reminder.id]);
}

// in the order of their ids, as the worker settles them: two orders could wait for each other
const cancelQueued = `
  with queued as (
    select id from deliveries where reminder_id = ? and state = 'queued' order by id for update
  )
  update deliveries d set state = 'cancelled', worker = null from queued where d.id = queued.id`;

async function readTodo(em: EntityManager, todo: Todo): Promise<string> {
  const [row] = await em.execute<{ json: string }[]>(
    `select row_to_json(r)::text as json from (select ${todoColumns} from todos t where t.id = ?) r`,
    [todo.id],
  );
  if (!row) throw new Error(`todo ${todo.id} is gone within the transaction that locked it`);
  return row.json;
}
