import { LockMode } from '@mikro-orm/core';
import { Reminder, type ReminderRule, type Todo } from 'db';
import { cancelOfReminders } from '../../delivery-writes.ts';
import { dueOf } from '../../due.ts';
import { rulesOf, triggerOf } from '../../reminder-rules.ts';
import { setReminders, type Wanted } from '../../reminder-writes.ts';
import { momentsOf, snoozeTrigger } from '../../ringing.ts';
import { slices } from '../../slices.ts';
import { arrayText } from '../../sql-of.ts';
import { dueText, type Work } from './work.ts';

/** For how long the log of deliveries is kept. */
const logKeptMs = 90 * 86_400_000;

/** Makes the reminders of the todos that were retimed what these, as they now are, ask for, and silences those of parts. */
export async function alignReminders(work: Work): Promise<void> {
  const { tx, sql, account, silenced } = work;
  const todos = [...work.retimed];
  if (todos.length === 0) return;
  const reminders = await tx.find(
    Reminder,
    { userId: account.id, todoId: { $in: todos.map(({ id }) => id) } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  const ofTodo = Map.groupBy(reminders, ({ todoId }) => todoId);
  const plans = todos.map((todo) => plan(work, todo, ofTodo.get(todo.id) ?? []));
  const silent = silenced.size > 0 ? await silence(work) : [];
  await cancelOfReminders(sql, plans.flatMap(({ changed }) => changed.map(({ id }) => id)).concat(silent));
  await tx.flush();
  const gone = plans.flatMap((each) => each.gone);
  if (gone.length > 0) await tx.nativeDelete(Reminder, { userId: account.id, id: { $in: gone.map(({ id }) => id) } });
  await setReminders(
    sql,
    account.id,
    plans.flatMap(({ wanted }) => wanted),
  );
}

// as `isSilenceable` says of one
const silenceText = `
  with mine as materialized (
    select id from reminders where user_id = $1::bigint and todo_id = any($2::bigint[]) order by id for update
  ), silent as (
    update reminders r set state = 'cancelled'
    from mine, todos t
    where r.id = mine.id and t.user_id = r.user_id and t.id = r.todo_id
      and (r.state = 'pending' or r.state = 'snoozed' and t.snoozed_until is null)
  )
  select id::float8 as id from mine`;

/** Lets nothing ring of parts that are deleted; answers the ids of their reminders. */
async function silence({ sql, account, silenced }: Work): Promise<number[]> {
  const ids: number[] = [];
  for (const some of slices([...silenced])) {
    const { rows } = await sql.query<{ id: number }>({ text: silenceText, values: [account.id, arrayText(some)] });
    for (const { id } of rows) ids.push(id);
  }
  return ids;
}

// the reminders that were not cancelled as the todo was deleted: they have rung, or are silent for a snooze
const restoredText = `
  select t.id::float8 as id, extract(epoch from t.due_date)::float8 * 1000 as due, t.due_on::text as due_on, t.time_zone,
         t.reminders, extract(epoch from t.snoozed_until)::float8 * 1000 as snoozed_until,
         coalesce((
           select json_agg(json_build_object('trigger', r.trigger, 'state', r.state, 'at', extract(epoch from r.fire_at) * 1000))
           from reminders r where r.user_id = t.user_id and r.todo_id = t.id and r.state <> 'cancelled'
         ), '[]') as left
  from todos t
  where t.user_id = $1::bigint and t.id = any($2::bigint[]) and not t.completed`;

interface Restored {
  id: number;
  due: number | null;
  due_on: string | null;
  time_zone: string | null;
  reminders: ReminderRule[] | null;
  snoozed_until: number | null;
  left: { trigger: string; state: Reminder['state']; at: number }[];
}

/** Lets parts ring again that were deleted. */
export async function ringAgain({ sql, account }: Work, ids: number[]): Promise<void> {
  for (const some of slices(ids)) {
    const { rows } = await sql.query<Restored>({ text: restoredText, values: [account.id, arrayText(some)] });
    const wanted = rows.flatMap((row) => wantedAgain(account, row));
    await setReminders(sql, account.id, wanted);
  }
}

function wantedAgain(account: Work['account'], row: Restored): Wanted[] {
  const snoozedUntil = row.snoozed_until === null ? null : new Date(row.snoozed_until);
  const due = dueOf({ dueDate: row.due === null ? null : new Date(row.due), dueOn: row.due_on });
  const asked = askedOf(account, { due, zone: row.time_zone, rules: rulesOf(row.reminders), snoozedUntil });
  for (const { trigger, state, at } of row.left) {
    if (stays({ snoozedUntil }, { state, fireAt: new Date(at) }, asked.get(trigger))) asked.delete(trigger);
  }
  return [...asked].map(([trigger, fire_at]) => ({ todo_id: row.id, trigger, fire_at }));
}

/** What becomes of the reminders of a todo; those that are to be silent are changed already. */
interface Plan {
  /** what is queued for them is not sent */
  changed: Reminder[];
  /** no rule asks for them any more, and neither does the log */
  gone: Reminder[];
  wanted: Wanted[];
}

function plan(work: Work, todo: Todo, reminders: Reminder[]): Plan {
  const { account, purged, silencing } = work;
  const rules = rulesOf(todo.reminders);
  const { snoozedUntil = null, timeZone: zone = null } = todo;
  const asked = askedOf(account, { due: dueOf(todo), zone, rules, snoozedUntil });
  const triggers = new Set([...rules.map(triggerOf), ...(snoozedUntil ? [snoozeTrigger] : [])]);
  const rings = !todo.completed && todo.deletedAt === null && !purged.has(todo);
  const left = rings ? asked : new Map<string, Date>();
  const changed: Reminder[] = [];
  const gone: Reminder[] = [];
  countAsRung(reminders, asked, work.dueBefore.get(todo) === dueText(todo));
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

/**
 * What a snooze silenced that has rung itself, and is over now, has rung with it: it does not ring again. Where the todo is
 * due as it was, that is for the moment which is asked for now, wherever the account has moved its time since.
 */
function countAsRung(reminders: Reminder[], asked: Map<string, Date>, isDueAsBefore: boolean): void {
  const snooze = reminders.find(({ trigger, state }) => trigger === snoozeTrigger && state === 'fired');
  if (!snooze || snooze.fireAt.getTime() === asked.get(snoozeTrigger)?.getTime()) return;
  for (const reminder of reminders) {
    if (reminder.state !== 'snoozed' || reminder.fireAt > snooze.fireAt) continue;
    reminder.state = 'fired';
    reminder.firedAt = snooze.firedAt;
    if (isDueAsBefore) reminder.fireAt = asked.get(reminder.trigger) ?? reminder.fireAt;
  }
}

/** When a todo asks to ring, by what asks for it. */
function askedOf(
  account: Work['account'],
  { snoozedUntil, ...todo }: Parameters<typeof momentsOf>[1] & { snoozedUntil: Date | null },
): Map<string, Date> {
  const asked = momentsOf(account, todo);
  if (snoozedUntil) asked.set(snoozeTrigger, snoozedUntil);
  return asked;
}

/**
 * Whether a reminder is as it should be: at that moment; or silent for a snooze that reaches to it, where the account may
 * have moved its time since. What ends a snooze because the todo is due another time leaves none of it.
 */
function stays(
  { snoozedUntil }: Pick<Todo, 'snoozedUntil'>,
  { state, fireAt }: Pick<Reminder, 'state' | 'fireAt'>,
  at: Date | undefined,
): boolean {
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
