import { InvalidRule } from './invalid-rule.ts';
import type { Rule } from './rule.ts';

/** Refuses parts that must not stand together, RFC 5545 §3.3.10. */
export function checkRule(rule: Rule): void {
  if (rule.count !== undefined && rule.until) throw new InvalidRule('COUNT and UNTIL must not both be given');
  if (rule.byWeekNo && rule.freq !== 'YEARLY') throw new InvalidRule('BYWEEKNO needs FREQ=YEARLY');
  if (rule.byYearDay && rule.freq !== 'YEARLY') throw new InvalidRule('BYYEARDAY needs FREQ=YEARLY');
  if (rule.byMonthDay && rule.freq === 'WEEKLY') throw new InvalidRule('BYMONTHDAY must not be used with FREQ=WEEKLY');
  if (rule.skip === 'BACKWARD' && rule.freq !== 'MONTHLY' && rule.freq !== 'YEARLY') {
    throw new InvalidRule('SKIP=BACKWARD needs FREQ=MONTHLY or FREQ=YEARLY');
  }
  checkNthWeekdays(rule);
  checkSetPositions(rule);
}

function checkNthWeekdays(rule: Rule): void {
  const nths = rule.byDay?.flatMap(({ nth }) => nth ?? []) ?? [];
  if (nths.length === 0) return;
  if (rule.freq !== 'MONTHLY' && rule.freq !== 'YEARLY') {
    throw new InvalidRule('BYDAY may number weekdays (2TU) only with FREQ=MONTHLY or FREQ=YEARLY');
  }
  if (rule.byWeekNo) throw new InvalidRule('BYDAY must not number weekdays (2TU) beside BYWEEKNO');
  const [period, max] = rule.freq === 'MONTHLY' || rule.byMonth ? ['month', 5] : ['year', 53];
  if (nths.some((nth) => nth === 0 || Math.abs(nth) > max)) {
    throw new InvalidRule(`BYDAY numbers the weekdays of a ${period} from 1 to ${max}, or from -1 to -${max}`);
  }
}

function checkSetPositions(rule: Rule): void {
  const others = [rule.byMonth, rule.byWeekNo, rule.byYearDay, rule.byMonthDay, rule.byDay];
  if (rule.bySetPos && others.every((part) => part === undefined)) {
    throw new InvalidRule('BYSETPOS needs another part beginning with BY to choose from');
  }
}
