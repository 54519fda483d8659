import { expect, test } from 'vitest';
import { atLocalTime, dayIn, dayStart, parseDueDate } from '../index.ts';

test.each(['0001-01-01', '0099-12-31', '2026-12-01', '2028-02-29', '2000-02-29', '9999-12-31'])(
  '%s is a day',
  (day) => {
    expect(parseDueDate(day)).toEqual({ on: day });
  },
);

test('a date-time with its offset is an instant', () => {
  expect(parseDueDate('2026-12-01T09:00:00+05:45')).toEqual({ at: new Date('2026-12-01T03:15:00Z') });
});

test.each([
  '0000-01-01',
  '2026-02-29',
  '1900-02-29',
  '2026-04-31',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '2026-1-1',
  '20261201',
  '+002026-12-01',
  '2026-12-01\n',
  '2026-12-01T09:00:00',
  '2026-12-01T',
  'tomorrow',
  '',
])('%j is neither', (text) => {
  expect(parseDueDate(text)).toBeUndefined();
});

// Etc/GMT+11 is 11 hours behind UTC: the sign of these names is the other way round
const zones = ['Etc/GMT+11', 'America/Los_Angeles', 'UTC', 'Asia/Kathmandu', 'Pacific/Auckland', 'Pacific/Kiritimati'];

test.each(zones)('date-only due round-trips 100 times in %s', (zone) => {
  for (const day of ['2026-03-29', '2026-12-31', '2028-02-29']) {
    let due = parseDueDate(day);
    for (let trip = 0; trip < 100; trip += 1) {
      if (!due || !('on' in due)) throw new Error(`no longer a day: ${JSON.stringify(due)}`);
      expect(dayIn(zone, dayStart(due.on, zone))).toBe(day);
      expect(dayIn(zone, atLocalTime(due.on, '23:59', zone))).toBe(day);
      due = parseDueDate(due.on);
    }
    expect(due).toEqual({ on: day });
  }
});
