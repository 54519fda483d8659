import { atLocalTime, type DueDate, parseDueDate } from 'schedule';
import type { LockedAccount } from '../../account-lock.ts';

/** When something is due, as the table has it; `dueDate` is what todos are sorted by. */
export interface DueColumns {
  dueDate: Date | null;
  /** YYYY-MM-DD */
  dueOn: string | null;
}

/** Columns of an entity, where those that may be null may be undefined as well. */
export type Loose<Columns> = { [Name in keyof Columns]?: Columns[Name] | undefined };

/** Reads a due date that its format has checked. */
export function readDueDate(text: string | null): DueDate | null {
  return text === null ? null : (parseDueDate(text) ?? null);
}

export function columnsOf(due: DueDate | null): DueColumns {
  if (due === null) return { dueDate: null, dueOn: null };
  return 'on' in due ? { dueDate: new Date(`${due.on}T00:00:00Z`), dueOn: due.on } : { dueDate: due.at, dueOn: null };
}

export function dueOf({ dueDate, dueOn }: Loose<DueColumns>): DueDate | null {
  if (!dueDate) return null;
  return dueOn ? { on: dueOn } : { at: dueDate };
}

/** When to ring: when it is due, and for a day at the account's time, by the clocks of the todo's zone or of the account's. */
export function ringingAt(
  { timeZone, defaultReminderTime }: Pick<LockedAccount, 'timeZone' | 'defaultReminderTime'>,
  due: DueDate | null,
  zone: string | null,
): Date | null {
  if (due === null) return null;
  return 'at' in due ? due.at : atLocalTime(due.on, defaultReminderTime, zone ?? timeZone);
}
