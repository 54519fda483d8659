import { type CurrentOccurrence, type DueDate, occurrences, parseRecurrence, seriesStart } from 'schedule';
import type { LockedAccount } from './account-lock.ts';
import { type DueColumns, dueOf, type Loose } from './due.ts';
import { invalidBody } from './problem.ts';

/** A series as the table has it; see docs/recurrence.md. */
export interface SeriesColumns {
  /** an RRULE */
  recurrence: string | null;
  recurrenceFrom: 'due' | 'completion';
  recurrenceStart: string | null;
  /** completions since the start */
  recurrenceDone: number;
}

export const noSeries: SeriesColumns = {
  recurrence: null,
  recurrenceFrom: 'due',
  recurrenceStart: null,
  recurrenceDone: 0,
};

/** What a client says of a series. */
export interface Plan {
  due: DueDate | null;
  /** an RRULE as it was sent, or as it is stored */
  recurrence: string;
  recurrenceFrom: 'due' | 'completion';
  /** IANA */
  zone: string;
}

/** A series that begins with the due date. Throws invalid_request where the rule is none, or nothing can follow. */
export function startSeries({ due, recurrence, recurrenceFrom, zone }: Plan): SeriesColumns {
  const parsed = parseRecurrence(recurrence);
  if ('error' in parsed) throw invalidBody('/recurrence', parsed.error);
  if (due === null) throw invalidBody('/recurrence', 'needs a due_date, which is the first of the series');
  const start = seriesStart(due, zone);
  // a rule without an end that never comes again is a mistake; with COUNT=1 it was meant
  const ends = /COUNT|UNTIL/.test(parsed.rule);
  if (!ends && occurrences({ rule: parsed.rule, start, zone, after: due, limit: 1 }).length === 0)
    throw invalidBody('/recurrence', 'never comes again after the due_date');
  return { recurrence: parsed.rule, recurrenceFrom, recurrenceStart: start, recurrenceDone: 0 };
}

/**
 * Throws invalid_request where a rule that somebody writes is over before the due date. One that the due date was moved
 * out of was good once: that series has ended.
 */
export function demandNotOver({ recurrence, recurrenceStart }: SeriesColumns, zone: string): void {
  if (recurrence === null || recurrenceStart === null) return;
  if (occurrences({ rule: recurrence, start: recurrenceStart, zone, limit: 1 }).length === 0)
    throw invalidBody('/recurrence', 'has an UNTIL before the due_date, so that it never comes again');
}

/** What is needed of a todo to know what follows. */
export type Recurring = Loose<DueColumns & Pick<SeriesColumns, 'recurrence' | 'recurrenceStart'>> &
  Pick<SeriesColumns, 'recurrenceFrom' | 'recurrenceDone'> & { timeZone?: string | null | undefined };

/** Where a todo stands in its series; null where it has none. */
export function currentOf(todo: Recurring, account: Pick<LockedAccount, 'timeZone' | 'now'>): CurrentOccurrence | null {
  const due = dueOf(todo);
  if (!todo.recurrence || !todo.recurrenceStart || !due) return null;
  return {
    rule: todo.recurrence,
    start: todo.recurrenceStart,
    zone: todo.timeZone ?? account.timeZone,
    recurrenceFrom: todo.recurrenceFrom,
    due,
    now: account.now,
    done: todo.recurrenceDone,
  };
}
