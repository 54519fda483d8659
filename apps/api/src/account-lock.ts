import type { ReminderRule } from 'db';
import { accountGone } from './problem.ts';
import type { Sql } from './sql-of.ts';

// Whoever locks rows of an account in several tables locks the account before: todos, lists and labels are then locked in
// any order, and nobody waits in a circle. Rows of one table are locked in the order of their ids.

/** What the rules of time need of an account. */
export interface LockedAccount {
  id: number;
  /** IANA */
  timeZone: string;
  /** HH:MM:SS: when all-day todos ring */
  defaultReminderTime: string;
  /** of new todos; null for the standard */
  defaultReminders: ReminderRule[] | null;
  /** the beginning of the transaction, by the database's clock */
  now: Date;
}

/** Locks an account until the transaction ends: its rows and settings change one after another. Throws unauthorized where it is gone. */
export async function lockAccount(sql: Sql, id: number): Promise<LockedAccount> {
  const { rows } = await sql.query<{
    time_zone: string;
    reminder_time: string;
    default_reminders: ReminderRule[] | null;
    now: number;
  }>({
    name: 'lock_account',
    text: `
      select time_zone, default_reminder_time::text as reminder_time, default_reminders,
             floor(extract(epoch from now()) * 1000)::float8 as now
      from users where id = $1::bigint for no key update`,
    values: [id],
  });
  if (!rows[0]) throw accountGone();
  const { time_zone, reminder_time, default_reminders, now } = rows[0];
  return {
    id,
    timeZone: time_zone,
    defaultReminderTime: reminder_time,
    defaultReminders: default_reminders,
    now: new Date(now),
  };
}
