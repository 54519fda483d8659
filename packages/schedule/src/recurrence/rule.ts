import type { DueDate } from '../due-date.ts';

export const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof frequencies)[number];

/** RFC 5545's names of weekdays, Monday first. */
export const weekdayNames: readonly string[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** An item of BYDAY: every such weekday (1 is Monday, 7 is Sunday) or the nth of its month or year. */
export interface ByDay {
  weekday: number;
  /** counted from the end where negative */
  nth: number | undefined;
}

/** A recurrence rule, RFC 5545 §3.3.10. What it does not name is undefined; a list is never empty. */
export interface Rule {
  freq: Frequency;
  interval: number;
  count: number | undefined;
  until: DueDate | undefined;
  byMonth: number[] | undefined;
  byWeekNo: number[] | undefined;
  byYearDay: number[] | undefined;
  byMonthDay: number[] | undefined;
  byDay: ByDay[] | undefined;
  bySetPos: number[] | undefined;
  /** WKST as 1 (Monday) to 7 */
  weekStart: number;
  /** RFC 7529 §4.1; undefined leaves it to anchorRule */
  skip: 'OMIT' | 'BACKWARD' | undefined;
}
