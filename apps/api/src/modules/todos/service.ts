import { LockMode, raw } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Reminder, Todo, todoColumns } from 'db';
import { parseDateTime } from 'schedule';
import { demandMatch } from '../../preconditions.ts';
import { Problem } from '../../problem.ts';
import { stateWhenWritten, wakeWorker } from './queries.ts';
import type { TodoChange } from './schemas.ts';

// Rows are locked in the order todo, reminder, deliveries. The worker fires by locking the reminder first and skips a
// locked one, so a change and a fire of the same reminder never wait for each other in a circle.

/**
 * Applies a merge patch to a todo and moves, cancels or revives its reminder with it; answers its version and JSON.
 * Throws precondition_failed where `ifMatch` names other versions.
 */
export async function changeTodo(
  em: EntityManager,
  accountId: number,
  { id, ifMatch }: { id: number; ifMatch: string | undefined },
  change: TodoChange,
): Promise<{ version: number; json: string }> {
  return em.transactional(async (tx) => {
    const todo = await lockTodo(tx, accountId, id);
    demandMatch(ifMatch, todo.version);
    if (apply(todo, change)) {
      await tx.flush();
      await alignReminder(tx, todo);
    }
    return { version: todo.version, json: await readTodo(tx, todo) };
  });
}

/**
 * Deletes a todo with its reminder. What is queued for it is cancelled; the log of what was sent stays. Throws
 * precondition_failed where `ifMatch` names other versions.
 */
export async function deleteTodo(
  em: EntityManager,
  accountId: number,
  { id, ifMatch }: { id: number; ifMatch: string | undefined },
): Promise<void> {
  await em.transactional(async (tx) => {
    const todo = await lockTodo(tx, accountId, id);
    demandMatch(ifMatch, todo.version);
    const reminder = await lockReminder(tx, todo);
    if (reminder) await cancelDeliveries(tx, reminder);
    tx.remove(todo);
  });
}

async function lockTodo(em: EntityManager, accountId: number, id: number): Promise<Todo> {
  const todo = await em.findOne(Todo, { id, userId: accountId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!todo) throw new Problem('not_found', `There is no todo ${id}.`);
  return todo;
}

function lockReminder(em: EntityManager, todo: Todo): Promise<Reminder | null> {
  return em.findOne(Reminder, { userId: todo.userId, todoId: todo.id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** Puts the patch on the todo; answers whether it changed anything. */
function apply(todo: Todo, { description, due_date, completed }: TodoChange): boolean {
  const before = { description: todo.description, due: todo.dueDate?.getTime(), completed: todo.completed };
  if (description !== undefined) todo.description = description;
  if (due_date !== undefined) todo.dueDate = due_date === null ? null : (parseDateTime(due_date) ?? null);
  if (completed !== undefined) todo.completed = completed;
  const toggled = todo.completed !== before.completed;
  const changed = toggled || todo.description !== before.description || todo.dueDate?.getTime() !== before.due;
  if (toggled) todo.completedAt = todo.completed ? raw('now()') : null;
  if (changed) {
    todo.updatedAt = raw('now()');
    todo.version += 1;
  }
  return changed;
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
