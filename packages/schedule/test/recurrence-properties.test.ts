import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type DueDate,
  dayIn,
  occurrences,
  parseRecurrence,
  previewOccurrences,
  rollForward,
  seriesStart,
} from '../index.ts';

const seed = 20261125;
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Pacific/Auckland',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Etc/GMT+11',
];
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const listOf = (item: fc.Arbitrary<number | string>) =>
  fc.array(item, { minLength: 1, maxLength: 4 }).map((items) => items.join());
const signed = (max: number) =>
  fc.tuple(fc.integer({ min: 1, max }), fc.boolean()).map(([n, minus]) => (minus ? -n : n));
const maybe = (name: string, value: fc.Arbitrary<number | string>) =>
  fc.option(
    value.map((text) => `${name}=${text}`),
    { nil: undefined },
  );

// Parts are thrown together; those that must not be are refused and drawn again.
const rules = fc
  .tuple(
    fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY').map((freq) => `FREQ=${freq}`),
    maybe('INTERVAL', fc.integer({ min: 1, max: 40 })),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      maybe('COUNT', fc.integer({ min: 1, max: 60 })),
      maybe('UNTIL', fc.constantFrom('20301231', '20280229T120000Z')),
    ),
    maybe('BYMONTH', listOf(fc.integer({ min: 1, max: 12 }))),
    maybe('BYMONTHDAY', listOf(signed(31))),
    maybe(
      'BYDAY',
      listOf(
        fc.tuple(fc.constantFrom('', '', '1', '-1', '3'), fc.constantFrom(...weekdays)).map((both) => both.join('')),
      ),
    ),
    maybe('BYSETPOS', listOf(signed(5))),
    maybe('WKST', fc.constantFrom(...weekdays)),
  )
  .map((parts) => parts.filter((part) => part !== undefined).join(';'))
  .filter((text) => 'rule' in parseRecurrence(text));

const instants = fc.date({
  min: new Date('2000-01-01T00:00:00Z'),
  max: new Date('2035-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const dues: fc.Arbitrary<DueDate> = fc.oneof(
  instants.map((at) => ({ at })),
  instants.map((day) => ({ on: day.toISOString().slice(0, 10) })),
);
const series = fc.record({ rule: rules, due: dues, zone: fc.constantFrom(...zones), now: instants, later: instants });

function isAfter(due: DueDate, other: DueDate, zone: string): boolean {
  if ('at' in due) return 'at' in other && due.at > other.at;
  return due.on > ('on' in other ? other.on : dayIn(zone, other.at));
}

test('the canonical text of a canonical text is itself', () => {
  fc.assert(
    fc.property(rules, (text) => {
      const once = parseRecurrence(text);
      expect('rule' in once && parseRecurrence(once.rule)).toEqual(once);
    }),
    { seed, numRuns: 120 },
  );
});

test('occurrences increase, and all are after `after`', () => {
  fc.assert(
    fc.property(series, ({ rule, due, zone, now }) => {
      const start = seriesStart(due, zone);
      const found = occurrences({ rule, start, zone, after: { at: now }, limit: 8 });
      let previous: DueDate = { at: now };
      for (const occurrence of found) {
        expect(isAfter(occurrence, previous, zone)).toBe(true);
        previous = occurrence;
      }
      // those after `after` are those of the whole that are after it
      const whole = occurrences({ rule, start, zone, limit: 20 });
      const rest = whole.filter((occurrence) => isAfter(occurrence, { at: now }, zone)).slice(0, 8);
      expect(found.slice(0, rest.length)).toEqual(rest);
    }),
    { seed, numRuns: 120 },
  );
});

test('rolled forward, a todo is due after its due date and after now; the preview says so', () => {
  fc.assert(
    fc.property(series, fc.constantFrom('due', 'completion'), fc.boolean(), (drawn, recurrenceFrom, skip) => {
      const { rule, zone, now } = drawn;
      const start = seriesStart(drawn.due, zone);
      const due: DueDate = 'at' in drawn.due ? { at: drawn.later } : { on: dayIn('UTC', drawn.later) };
      const current = { rule, start, zone, recurrenceFrom, due, now, done: 0 } as const;
      const next = rollForward({ ...current, skip });
      if (next) expect(isAfter(next, due, zone) && isAfter(next, { at: now }, zone)).toBe(true);
      if (recurrenceFrom === 'due') expect(previewOccurrences({ ...current, limit: 1 })).toEqual(next ? [next] : []);
    }),
    { seed, numRuns: 120 },
  );
});
