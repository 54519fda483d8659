import type { ReminderRule } from 'db';
import { type DueDate, hasDays, reminderMoment } from 'schedule';
import type { LockedAccount } from './account-lock.ts';
import { triggerOf } from './reminder-rules.ts';

/** The trigger of the reminder that a snooze makes. */
export const snoozeTrigger = 'snooze';

/** What of an account has a say in when its todos ring. */
export type Clocks = Pick<LockedAccount, 'timeZone' | 'defaultReminderTime'>;

/**
 * The moments at which a todo rings by its rules, by their triggers. A day is due at the account's time, by the clocks of
 * the todo's zone or of the account's. Without a due date, nothing rings before it.
 */
export function momentsOf(
  { timeZone, defaultReminderTime }: Clocks,
  { due, zone, rules }: { due: DueDate | null; zone: string | null; rules: ReminderRule[] },
): Map<string, Date> {
  const ringing = { zone: zone ?? timeZone, defaultReminderTime };
  const moments = rules.flatMap((rule): [string, Date][] => {
    if ('at' in rule) return [[triggerOf(rule), new Date(rule.at)]];
    return due ? [[triggerOf(rule), reminderMoment(due, rule.before, ringing)]] : [];
  });
  return new Map(moments);
}

/** Whether the account has a say in it, because of days that its clocks count or a time that it rings at. */
export function needsClocks(due: DueDate | null, rules: ReminderRule[]): boolean {
  return due !== null && ('on' in due || rules.some((rule) => 'before' in rule && hasDays(rule.before)));
}
