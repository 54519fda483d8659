import { calendarDay } from '../calendar-day.ts';
import type { Rule } from './rule.ts';

/**
 * Fills in from the first occurrence what the rule leaves open (RFC 5545 §3.3.10: "information, not contained in the
 * rule … derived from the Start Time"; RFC 8984 §4.3.3.1 spells out which).
 *
 * A day of the month that comes from the first occurrence falls on the last day of shorter months, RFC 7529's
 * SKIP=BACKWARD: who says "monthly" on the 31st wants to be reminded in February, too. A day that the rule itself
 * names is left out of months that lack it, as RFC 5545 has it. SKIP decides where it is given.
 */
export function anchorRule(rule: Rule, firstDay: number): Rule {
  const { month, dayOfMonth, weekday } = calendarDay(firstDay);
  if (rule.freq === 'DAILY' || rule.byDay || rule.byMonthDay || rule.byYearDay) return rule;
  if (rule.freq === 'WEEKLY' || rule.byWeekNo) return { ...rule, byDay: [{ weekday, nth: undefined }] };
  return {
    ...rule,
    byMonth: rule.byMonth ?? (rule.freq === 'YEARLY' ? [month] : undefined),
    byMonthDay: [dayOfMonth],
    skip: rule.skip ?? 'BACKWARD',
  };
}
