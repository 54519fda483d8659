import { LockMode } from '@mikro-orm/core';
import { Reminder, type Todo } from 'db';
import { setReminders } from '../../reminder-writes.ts';
import { arrayText, type Sql } from '../../sql-of.ts';
import { dueOf, ringingAt } from './due.ts';
import type { Work } from './work.ts';

/** Makes the reminders of todos what these, as they now are, ask for. */
export async function alignReminders({ tx, sql, account, purged }: Work, todos: Todo[]): Promise<void> {
  if (todos.length === 0) return;
  const reminders = await tx.find(
    Reminder,
    { userId: account.id, todoId: { $in: todos.map(({ id }) => id) } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  const ofTodo = new Map(reminders.map((reminder) => [reminder.todoId, reminder]));
  const changed: Reminder[] = [];
  const wanted: { todo_id: number; fire_at: Date }[] = [];
  for (const todo of todos) {
    const reminder = ofTodo.get(todo.id);
    const rings = !todo.completed && todo.deletedAt === null && !purged.has(todo);
    const at = rings ? ringingAt(account, dueOf(todo), todo.timeZone ?? null) : null;
    const stays = reminder && reminder.state !== 'cancelled' && reminder.fireAt.getTime() === at?.getTime();
    if (stays) continue;
    if (reminder) changed.push(reminder);
    if (at) wanted.push({ todo_id: todo.id, fire_at: at });
    else if (reminder?.state === 'pending') reminder.state = 'cancelled';
  }
  await tx.flush();
  await cancelQueued(sql, changed);
  await setReminders(sql, account.id, wanted);
}

// in the order of their ids, as the worker settles them: two orders could wait for each other
const cancelQueuedText = `
  with queued as (
    select id from deliveries where reminder_id = any($1::bigint[]) and state = 'queued' order by id for update
  )
  update deliveries d set state = 'cancelled', worker = null from queued where d.id = queued.id`;

async function cancelQueued(sql: Sql, reminders: Reminder[]): Promise<void> {
  if (reminders.length === 0) return;
  await sql.query({ text: cancelQueuedText, values: [arrayText(reminders.map(({ id }) => id))] });
}
