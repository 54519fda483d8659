import { LockMode } from '@mikro-orm/core';
import { Reminder, type Todo } from 'db';
import { cancelOfReminders } from '../../delivery-writes.ts';
import { dueOf } from '../../due.ts';
import { rulesOf, triggerOf } from '../../reminder-rules.ts';
import { setReminders, type Wanted } from '../../reminder-writes.ts';
import { momentsOf, snoozeTrigger } from '../../ringing.ts';
import type { Work } from './work.ts';

/** For how long the log of deliveries is kept. */
const logKeptMs = 90 * 86_400_000;

/** Makes the reminders of todos what these, as they now are, ask for. */
export async function alignReminders(work: Work, todos: Todo[]): Promise<void> {
  if (todos.length === 0) return;
  const { tx, sql, account } = work;
  const reminders = await tx.find(
    Reminder,
    { userId: account.id, todoId: { $in: todos.map(({ id }) => id) } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  const ofTodo = Map.groupBy(reminders, ({ todoId }) => todoId);
  const plans = todos.map((todo) => plan(work, todo, ofTodo.get(todo.id) ?? []));
  await cancelOfReminders(
    sql,
    plans.flatMap(({ changed }) => changed.map(({ id }) => id)),
  );
  await tx.flush();
  const gone = plans.flatMap((each) => each.gone);
  if (gone.length > 0) await tx.nativeDelete(Reminder, { userId: account.id, id: { $in: gone.map(({ id }) => id) } });
  await setReminders(
    sql,
    account.id,
    plans.flatMap(({ wanted }) => wanted),
  );
}

/** What becomes of the reminders of a todo; those that are to be silent are changed already. */
interface Plan {
  /** what is queued for them is not sent */
  changed: Reminder[];
  /** no rule asks for them any more, and neither does the log */
  gone: Reminder[];
  wanted: Wanted[];
}

function plan({ account, purged, silencing }: Work, todo: Todo, reminders: Reminder[]): Plan {
  const rules = rulesOf(todo.reminders);
  const asked = momentsOf(account, { due: dueOf(todo), zone: todo.timeZone ?? null, rules });
  const triggers = new Set(rules.map(triggerOf));
  if (todo.snoozedUntil) {
    asked.set(snoozeTrigger, todo.snoozedUntil);
    triggers.add(snoozeTrigger);
  }
  const rings = !todo.completed && todo.deletedAt === null && !purged.has(todo);
  const left = rings ? asked : new Map<string, Date>();
  const changed: Reminder[] = [];
  const gone: Reminder[] = [];
  if (!todo.snoozedUntil) countAsRung(reminders);
  for (const reminder of reminders) {
    if (stays(todo, reminder, left.get(reminder.trigger))) {
      left.delete(reminder.trigger);
      if (reminder.state === 'pending' && silencing.get(todo)?.(reminder)) reminder.state = 'snoozed';
      continue;
    }
    changed.push(reminder);
    if (!triggers.has(reminder.trigger) && !isRemembered(account, reminder)) gone.push(reminder);
    else if (!left.has(reminder.trigger) && isSilenceable(todo, reminder)) reminder.state = 'cancelled';
  }
  const wanted = [...left].map(([trigger, fire_at]) => ({ todo_id: todo.id, trigger, fire_at }));
  return { changed, gone, wanted };
}

/** What a snooze silenced that has rung itself, and is over now, has rung with it: it does not ring again. */
function countAsRung(reminders: Reminder[]): void {
  const snooze = reminders.find(({ trigger, state }) => trigger === snoozeTrigger && state === 'fired');
  if (!snooze) return;
  for (const reminder of reminders) {
    if (reminder.state !== 'snoozed' || reminder.fireAt > snooze.fireAt) continue;
    reminder.state = 'fired';
    reminder.firedAt = snooze.firedAt;
  }
}

/**
 * Whether a reminder is as it should be: at that moment; or silent for a snooze that reaches to it, where the account may
 * have moved its time since. What ends a snooze because the todo is due another time leaves none of it.
 */
function stays({ snoozedUntil }: Todo, { state, fireAt }: Reminder, at: Date | undefined): boolean {
  if (!at || state === 'cancelled') return false;
  if (state === 'snoozed') return snoozedUntil ? fireAt <= snoozedUntil || at <= snoozedUntil : false;
  return fireAt.getTime() === at.getTime();
}

/** Whether it has rung and stays without its rule: the log tells of it, and it does not ring again if the rule comes back. */
function isRemembered({ now }: Work['account'], { firedAt }: Reminder): boolean {
  return firedAt ? now.getTime() - firedAt.getTime() < logKeptMs : false;
}

/** Whether it might still ring: a snooze outlasts the trash, and not the todo's completion. */
function isSilenceable(todo: Todo, { state }: Reminder): boolean {
  return state === 'pending' || (state === 'snoozed' && !todo.snoozedUntil);
}
