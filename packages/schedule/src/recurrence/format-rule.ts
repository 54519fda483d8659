import type { DueDate } from '../due-date.ts';
import { type ByDay, type Rule, weekdayNames } from './rule.ts';

/** Writes a rule in its one canonical form: parts in fixed order, lists in order, nothing that is the default. */
export function formatRule(rule: Rule): string {
  const parts: [name: string, value: string | undefined][] = [
    ['RSCALE', rule.skip && 'GREGORIAN'],
    ['FREQ', rule.freq],
    ['INTERVAL', rule.interval === 1 ? undefined : `${rule.interval}`],
    ['COUNT', rule.count?.toString()],
    ['UNTIL', rule.until && formatUntil(rule.until)],
    ['BYMONTH', rule.byMonth?.join()],
    ['BYWEEKNO', rule.byWeekNo?.join()],
    ['BYYEARDAY', rule.byYearDay?.join()],
    ['BYMONTHDAY', rule.byMonthDay?.join()],
    ['BYDAY', rule.byDay?.map(formatByDay).join()],
    ['BYSETPOS', rule.bySetPos?.join()],
    ['WKST', rule.weekStart === 1 ? undefined : weekdayName(rule.weekStart)],
    ['SKIP', rule.skip],
  ];
  return parts.flatMap(([name, value]) => (value === undefined ? [] : `${name}=${value}`)).join(';');
}

function formatByDay({ weekday, nth }: ByDay): string {
  return `${nth ?? ''}${weekdayName(weekday)}`;
}

function formatUntil(until: DueDate): string {
  const text = 'on' in until ? until.on : `${until.at.toISOString().slice(0, 19)}Z`;
  return text.replaceAll(/[-:]/g, '');
}

function weekdayName(weekday: number): string {
  return weekdayNames[weekday - 1] ?? '';
}
