import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { occurrences } from '../index.ts';

interface GoldenCase {
  rule: string;
  start: string;
  days: string;
}

const file = new URL('golden/dateutil.json', import.meta.url);
const cases: GoldenCase[] = JSON.parse(readFileSync(file, 'utf8'));

// Where we differ from dateutil on purpose; docs/recurrence.md says why.
/** The day of the month comes from the start: the last day of shorter months, where dateutil leaves them out. */
const lastDayOfShorterMonths = [
  ['2024-02-29', 'FREQ=MONTHLY', '2025-02-28'],
  ['2024-02-29', 'FREQ=MONTHLY;INTERVAL=5', '2029-02-28'],
  ['2024-02-29', 'FREQ=YEARLY', '2025-02-28'],
  ['2024-02-29', 'FREQ=YEARLY;INTERVAL=4', '2100-02-28'],
  ['2024-02-29', 'FREQ=YEARLY;BYMONTH=2,4', '2025-02-28'],
  ['2026-01-31', 'FREQ=MONTHLY', '2026-02-28'],
  ['2026-01-31', 'FREQ=MONTHLY;INTERVAL=5', '2026-06-30'],
  ['2026-01-31', 'FREQ=YEARLY;BYMONTH=2,4', '2026-02-28'],
  ['2026-11-30', 'FREQ=MONTHLY', '2027-02-28'],
  ['2026-11-30', 'FREQ=MONTHLY;INTERVAL=5', '2028-02-29'],
  ['2026-11-30', 'FREQ=YEARLY;BYMONTH=2,4', '2027-02-28'],
  ['2095-12-31', 'FREQ=MONTHLY', '2096-02-29'],
  ['2095-12-31', 'FREQ=MONTHLY;INTERVAL=5', '2098-06-30'],
  ['2095-12-31', 'FREQ=YEARLY;BYMONTH=2,4', '2096-02-29'],
  ['1997-12-30', 'FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3', '1999-02-28'],
] as const;
/** BYWEEKNO alone means the start's weekday in that week (RFC 8984 §4.3.3.1), where dateutil takes all seven days. */
const weekdayOfTheStart = 'FREQ=YEARLY;BYWEEKNO=22';

function daysOf({ rule, start }: { rule: string; start: string }): string[] {
  const dues = occurrences({ rule, start: `${start}T09:00:00.000`, zone: 'UTC', limit: 20 });
  return dues.map((due) => ('at' in due ? due.at.toISOString().replace('T09:00:00.000Z', '') : due.on));
}

/** dateutil drops a start that its rule does not match; here it is the first occurrence and the first to count. */
function withStart({ rule, start, days }: GoldenCase): string[] {
  const dates = days === '' ? [] : days.split(' ');
  const [, until] = /UNTIL=(\d{8})/.exec(rule) ?? [];
  if (dates[0] === start || (until && start.replaceAll('-', '') > until)) return dates;
  const count = Number(/COUNT=(\d+)/.exec(rule)?.[1] ?? 20);
  return [start, ...dates].slice(0, Math.min(count, 20));
}

function deviates({ rule, start }: GoldenCase): boolean {
  return rule === weekdayOfTheStart || lastDayOfShorterMonths.some(([day, other]) => day === start && other === rule);
}

test.each(cases.filter((golden) => !deviates(golden)))('$rule from $start is as dateutil has it', (golden) => {
  expect(daysOf(golden)).toEqual(withStart(golden));
});

test('there is a good hundred of them', () => {
  expect(cases.length).toBeGreaterThan(200);
  expect(cases.filter(deviates).length).toBe(lastDayOfShorterMonths.length + 3);
});

describe('where we differ from dateutil', () => {
  test.each(lastDayOfShorterMonths)('from %s, %s is also on %s', (start, rule, extra) => {
    const golden = cases.find((candidate) => candidate.rule === rule && candidate.start === start);
    const theirs = golden ? withStart(golden) : [];
    const days = daysOf({ rule, start });
    expect(days).toContain(extra);
    expect(theirs).not.toContain(extra);
    // nothing of dateutil's is lost, and who wants no more than that can say so
    const last = days.at(-1) ?? '';
    expect(days).toEqual(expect.arrayContaining(theirs.filter((day) => day <= last)));
    expect(daysOf({ rule: `RSCALE=GREGORIAN;SKIP=OMIT;${rule}`, start })).toEqual(theirs);
  });

  test.each(cases.filter(({ rule }) => rule === weekdayOfTheStart))('$rule from $start keeps its weekday', (golden) => {
    const weekday = (day: string) => new Date(day).getUTCDay();
    const expected = golden.days.split(' ').filter((day) => weekday(day) === weekday(golden.start));
    expect(daysOf(golden).slice(1, 1 + expected.length)).toEqual(expected);
  });
});
