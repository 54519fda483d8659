import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextLocalTime, quietUntil } from '../index.ts';

const seed = 20261126;

test.each([
  ['22:00', '07:00', 'Europe/Berlin', '2026-12-01T20:59:59.999Z', '', 'a moment before'],
  ['22:00', '07:00', 'Europe/Berlin', '2026-12-01T21:00:00Z', '2026-12-02T06:00:00.000Z', 'the beginning'],
  ['22:00', '07:00', 'Europe/Berlin', '2026-12-02T05:59:59.999Z', '2026-12-02T06:00:00.000Z', 'after midnight'],
  ['22:00', '07:00', 'Europe/Berlin', '2026-12-02T06:00:00Z', '', 'the end is no part of it'],
  ['12:00:00', '13:30:00', 'Asia/Kathmandu', '2026-12-01T06:30:00Z', '2026-12-01T07:45:00.000Z', 'within a day'],
  ['22:00', '07:00', 'America/Los_Angeles', '2026-03-08T07:00:00Z', '2026-03-08T14:00:00.000Z', 'an hour shorter'],
  ['22:00', '07:00', 'America/Los_Angeles', '2026-11-01T06:00:00Z', '2026-11-01T15:00:00.000Z', 'an hour longer'],
  ['22:00', '07:00', 'Pacific/Auckland', '2026-09-26T12:00:00Z', '2026-09-26T18:00:00.000Z', 'shorter'],
  ['22:00', '02:30', 'Europe/Berlin', '2026-03-29T00:59:00Z', '2026-03-29T01:00:00.000Z', 'end skipped: 03:00'],
  ['22:00', '02:30', 'Europe/Berlin', '2026-03-29T01:00:00Z', '', 'the end was skipped just now'],
  ['22:00', '02:30', 'Europe/Berlin', '2026-10-25T00:15:00Z', '2026-10-25T00:30:00.000Z', 'end shown twice: the first'],
  ['22:00', '02:30', 'Europe/Berlin', '2026-10-25T01:15:00Z', '2026-10-25T01:30:00.000Z', 'and the second'],
  ['22:00', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:00:00Z', '2026-10-03T15:30:00.000Z', 'skipped: 02:30'],
  ['00:00', '09:00', 'Africa/Cairo', '2026-04-23T22:00:00Z', '2026-04-24T06:00:00.000Z', 'the beginning is skipped'],
  ['22:00', '07:00', 'Pacific/Apia', '2011-12-30T09:30:00Z', '2011-12-30T17:00:00.000Z', 'a day is skipped'],
  ['00:00', '23:59', 'Pacific/Kiritimati', '2026-12-01T00:00:00Z', '2026-12-01T09:59:00.000Z', 'UTC+14'],
])('quiet from %s to %s in %s: at %s until «%s» (%s)', (start, end, zone, at, until) => {
  expect(quietUntil({ start, end, zone }, new Date(at))?.toISOString() ?? '').toBe(until);
});

test.each([
  ['08:00', 'Europe/Berlin', '2026-12-01T06:59:59Z', '2026-12-01T07:00:00.000Z', 'today'],
  ['08:00:00', 'Europe/Berlin', '2026-12-01T07:00:00Z', '2026-12-02T07:00:00.000Z', 'now is not after now'],
  ['08:00', 'Pacific/Kiritimati', '2026-12-01T00:00:00Z', '2026-12-01T18:00:00.000Z', 'UTC+14'],
  ['02:30', 'Europe/Berlin', '2026-03-29T00:00:00Z', '2026-03-29T01:30:00.000Z', 'skipped: 03:30'],
  ['02:30', 'Europe/Berlin', '2026-03-29T01:30:00Z', '2026-03-30T00:30:00.000Z', 'the day after'],
  ['02:30', 'Europe/Berlin', '2026-10-25T00:00:00Z', '2026-10-25T00:30:00.000Z', 'shown twice: the first'],
  ['02:30', 'Europe/Berlin', '2026-10-25T00:45:00Z', '2026-10-26T01:30:00.000Z', 'not the second'],
  ['08:00', 'Pacific/Apia', '2011-12-29T20:00:00Z', '2011-12-30T18:00:00.000Z', 'a day is skipped'],
])('%s in %s after %s is %s (%s)', (time, zone, after, next) => {
  expect(nextLocalTime(time, zone, new Date(after)).toISOString()).toBe(next);
});

const zones = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Pacific/Auckland',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'America/Scoresbysund',
);
const times = fc
  .integer({ min: 0, max: 1439 })
  .map((minutes) => [Math.floor(minutes / 60), minutes % 60].map((n) => String(n).padStart(2, '0')).join(':'));
// every other one within a day of a change of clocks
const changes = [
  '2026-03-29T01:00Z',
  '2026-10-25T01:00Z',
  '2026-04-04T15:00Z',
  '2026-10-03T15:30Z',
  '2026-03-08T07:00Z',
];
const instants = fc.oneof(
  fc.date({ min: new Date('2010-01-01Z'), max: new Date('2035-01-01Z'), noInvalidDate: true }),
  fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -86_400, max: 86_400 }))
    .map(([change, seconds]) => new Date(Date.parse(change) + seconds * 1000)),
);

test('quiet hours end after every moment in them, within two days, and are over then', () => {
  fc.assert(
    fc.property(times, times, zones, instants, (start, end, zone, at) => {
      const until = quietUntil({ start, end, zone }, at);
      if (!until) return;
      expect(until.getTime()).toBeGreaterThan(at.getTime());
      expect(until.getTime() - at.getTime()).toBeLessThan(2 * 86_400_000);
      expect(quietUntil({ start, end, zone }, until)).toBeUndefined();
    }),
    { seed, numRuns: 500 },
  );
});

test('a time comes again after every moment, within 26 hours but for a day that is left out', () => {
  fc.assert(
    fc.property(times, zones, instants, (time, zone, after) => {
      const next = nextLocalTime(time, zone, after).getTime();
      expect(next).toBeGreaterThan(after.getTime());
      expect(next - after.getTime()).toBeLessThanOrEqual((zone === 'Pacific/Apia' ? 50 : 26) * 3_600_000);
    }),
    { seed, numRuns: 500 },
  );
});
