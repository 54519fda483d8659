import type { DueDate } from '../due-date.ts';
import { parseDueDate } from '../parse-due-date.ts';
import { InvalidRule } from './invalid-rule.ts';
import { type ByDay, weekdayNames } from './rule.ts';

export function readInteger(name: string, text: string, max: number): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > max) throw new InvalidRule(`${name} must be a whole number from 1 to ${max}`);
  return value;
}

/** A list of numbers that may count from the end, without repetition and in the order of the calendar. */
export function readOrdinals(name: string, text: string, max: number): number[] {
  const values = text.split(',').map((item) => (/^[+-]?\d{1,3}$/.test(item) ? Number(item) : 0));
  if (values.some((value) => value === 0 || Math.abs(value) > max)) {
    throw new InvalidRule(
      `${name} must list whole numbers from 1 to ${max}, or from -1 to -${max} to count from the end`,
    );
  }
  return distinct(values).sort((a, b) => calendarOrder(a) - calendarOrder(b));
}

export function readMonths(text: string): number[] {
  const values = text.split(',').map((item) => readInteger('BYMONTH', item, 12));
  return distinct(values).sort((a, b) => a - b);
}

export function readByDay(text: string): ByDay[] {
  const days = new Map<string, ByDay>();
  for (const item of text.split(',')) {
    const [, nth, name] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(item) ?? [];
    const weekday = weekdayNames.indexOf(name ?? '') + 1;
    if (weekday === 0)
      throw new InvalidRule('BYDAY must list two-letter weekdays such as MO, 2TU (the second) or -1FR (the last)');
    const day = { weekday, nth: nth === undefined ? undefined : Number(nth) };
    days.set(`${day.nth}${name}`, day);
  }
  return [...days.values()].sort((a, b) => calendarOrder(a.nth) - calendarOrder(b.nth) || a.weekday - b.weekday);
}

export function readWeekday(name: string, text: string): number {
  const weekday = weekdayNames.indexOf(text) + 1;
  if (weekday === 0) throw new InvalidRule(`${name} must be one of ${weekdayNames.join(', ')}`);
  return weekday;
}

/** UNTIL: a DATE or a DATE-TIME in UTC (RFC 5545 §3.3.4, §3.3.5 form 2). Local time would need a zone of its own. */
export function readUntil(text: string): DueDate {
  const rfc3339 = text.replace(/^(\d{4})(\d\d)(\d\d)/, '$1-$2-$3').replace(/T(\d\d)(\d\d)(\d\d)Z$/, 'T$1:$2:$3Z');
  const until = /^\d{8}(T\d{6}Z)?$/.test(text) ? parseDueDate(rfc3339) : undefined;
  if (!until) throw new InvalidRule('UNTIL must be a day such as 20261231 or a time in UTC such as 20261231T235959Z');
  return until;
}

function distinct(values: number[]): number[] {
  return [...new Set(values)];
}

// 1, 2, … come first, then those that count from the end, up to -1, the last
function calendarOrder(ordinal = 0): number {
  return ordinal >= 0 ? ordinal : 1000 + ordinal;
}
