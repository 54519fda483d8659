import { type CalendarDay, calendarDay, dayNumberOf, weekStart } from '../calendar-day.ts';
import type { ByDay, Rule } from './rule.ts';

export function matchesMonth(rule: Rule, day: CalendarDay): boolean {
  return !rule.byMonth || rule.byMonth.includes(day.month);
}

/**
 * Whether the parts of an anchored rule allow a day of a month that matches; BYSETPOS and INTERVAL are not asked. RFC
 * 5545 §3.3.10 has parts expand a period or limit it; asked about each day of the period, both are the same question.
 */
export function matchesDay(rule: Rule, day: CalendarDay, number: number): boolean {
  if (rule.byMonthDay && !matchesMonthDay(rule, rule.byMonthDay, day)) return false;
  if (rule.byDay && !matchesWeekday(rule, rule.byDay, day)) return false;
  if (rule.byYearDay && !includesOrdinal(rule.byYearDay, day.dayOfYear, day.daysInYear)) return false;
  return !rule.byWeekNo || matchesWeekNumber(rule.byWeekNo, number, rule.weekStart);
}

function matchesMonthDay(rule: Rule, monthDays: number[], day: CalendarDay): boolean {
  if (includesOrdinal(monthDays, day.dayOfMonth, day.daysInMonth)) return true;
  // RFC 7529 §4.1: the last day of the month stands in for those that it lacks
  const isLast = day.dayOfMonth === day.daysInMonth;
  return rule.skip === 'BACKWARD' && isLast && monthDays.some((monthDay) => monthDay > day.daysInMonth);
}

/** The nth weekday is that of the month where the rule speaks of months, else of the year. */
function matchesWeekday(rule: Rule, byDay: ByDay[], day: CalendarDay): boolean {
  const inMonth = rule.freq === 'MONTHLY' || rule.byMonth !== undefined;
  const [position, length] = inMonth ? [day.dayOfMonth, day.daysInMonth] : [day.dayOfYear, day.daysInYear];
  const nth = Math.ceil(position / 7);
  const nthFromEnd = -Math.ceil((length - position + 1) / 7);
  return byDay.some(
    (item) => item.weekday === day.weekday && (item.nth === undefined || item.nth === nth || item.nth === nthFromEnd),
  );
}

/** A week is numbered in the year that has at least four days of it (ISO 8601, with any first day of the week). */
function matchesWeekNumber(weekNumbers: number[], number: number, firstWeekday: number): boolean {
  const start = weekStart(number, firstWeekday);
  const { year } = calendarDay(start + 3);
  const firstWeek = weekStart(dayNumberOf(year, 1, 4), firstWeekday);
  const endOfWeeks = weekStart(dayNumberOf(year + 1, 1, 4), firstWeekday);
  return includesOrdinal(weekNumbers, (start - firstWeek) / 7 + 1, (endOfWeeks - firstWeek) / 7);
}

function includesOrdinal(ordinals: number[], position: number, length: number): boolean {
  return ordinals.includes(position) || ordinals.includes(position - length - 1);
}
