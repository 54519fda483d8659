import { calendarDay } from '../calendar-day.ts';
import { anchorRule } from './anchor-rule.ts';
import { matchesDay, matchesMonth } from './matches-day.ts';
import { periodsOf } from './periods.ts';
import type { Rule } from './rule.ts';

export interface DayRange {
  from: number;
  through: number;
}

/**
 * The days (as day numbers, in order) on which a series that starts on day `start` occurs within a range. The start is
 * always the first occurrence, whether the rule would have chosen it or not, and the first that COUNT counts (RFC 5545
 * §3.3.10). UNTIL is the caller's: it is the range's end.
 *
 * It ends in bounded time: whatever the interval, the calendar of the periods that a rule looks at repeats after at
 * most `cycle` of them, so a rule that matched nothing in that many never matches again. That is at most about 150,000
 * days looked at between two occurrences.
 */
export function* expandDays(rule: Rule, start: number, range: DayRange): Generator<number> {
  if (start > range.through) return;
  if (start >= range.from) yield start;
  let count = 1;
  for (const day of daysAfter(rule, start, range)) {
    count += 1;
    if (rule.count !== undefined && count > rule.count) return;
    if (day >= range.from) yield day;
  }
}

function* daysAfter(rule: Rule, start: number, { from, through }: DayRange): Generator<number> {
  const anchored = anchorRule(rule, start);
  const periods = periodsOf(rule, start);
  // COUNT counts from the first occurrence; every other rule can be entered near the range
  const entry = rule.count === undefined ? Math.max(0, periods.indexOf(from)) : 0;
  let empty = 0;
  for (let index = entry - (entry % rule.interval); empty < periods.cycle; index += rule.interval) {
    const first = periods.firstDay(index);
    if (first > through) return;
    const days = daysOfPeriod(anchored, first, periods.firstDay(index + 1));
    empty = days.length === 0 ? empty + 1 : 0;
    for (const day of days) {
      if (day > through) return;
      if (day > start) yield day;
    }
  }
}

function daysOfPeriod(rule: Rule, first: number, end: number): number[] {
  const numbers: number[] = [];
  let number = first;
  while (number < end) {
    const day = calendarDay(number);
    if (matchesMonth(rule, day)) {
      if (matchesDay(rule, day, number)) numbers.push(number);
      number += 1;
    } else {
      // on to the next month: YEARLY alone looks at one month a year
      number += day.daysInMonth - day.dayOfMonth + 1;
    }
  }
  const positions = rule.bySetPos;
  if (!positions) return numbers;
  return numbers.filter((_, index) => positions.includes(index + 1) || positions.includes(index - numbers.length));
}
