import { calendarDay, dayNumberOf, weekStart } from '../calendar-day.ts';
import type { Rule } from './rule.ts';

/** The days, weeks, months or years that a rule counts in, numbered from the one of its first occurrence, 0. */
export interface Periods {
  indexOf(day: number): number;
  firstDay(index: number): number;
  /** After so many periods the Gregorian calendar repeats itself (400 years, which are whole weeks). */
  cycle: number;
}

export function periodsOf(rule: Rule, start: number): Periods {
  if (rule.freq === 'DAILY') return dayPeriods(start, 1, 146_097);
  if (rule.freq === 'WEEKLY') return dayPeriods(weekStart(start, rule.weekStart), 7, 20_871);
  return rule.freq === 'MONTHLY' ? monthPeriods(start, 1, 4_800) : monthPeriods(start, 12, 400);
}

function dayPeriods(first: number, length: number, cycle: number): Periods {
  return {
    indexOf: (day) => Math.floor((day - first) / length),
    firstDay: (index) => first + index * length,
    cycle,
  };
}

function monthPeriods(start: number, length: number, cycle: number): Periods {
  const first = monthOf(start) - (monthOf(start) % length);
  return {
    indexOf: (day) => Math.floor((monthOf(day) - first) / length),
    firstDay: (index) => dayNumberOf(0, first + index * length + 1, 1),
    cycle,
  };
}

/** Months since January of the year 0. */
function monthOf(day: number): number {
  const { year, month } = calendarDay(day);
  return year * 12 + month - 1;
}
