import { describe, expect, test } from 'vitest';
import { type DueDate, occurrences, parseRecurrence } from '../index.ts';

function write(due: DueDate): string {
  return 'on' in due ? due.on : due.at.toISOString();
}

function next(rule: string, start: string, zone: string, limit: number, after?: string): string[] {
  return occurrences({ rule, start, zone, limit, ...(after && { after: { at: new Date(after) } }) }).map(write);
}

describe('over changes of the clocks the time on the wall stays', () => {
  test.each([
    [
      'daily 02:30 is at 03:30 when the clocks skip it',
      ['FREQ=DAILY', '2026-03-28T02:30:00.000', 'Europe/Berlin'],
      ['2026-03-28T01:30:00.000Z', '2026-03-29T01:30:00.000Z', '2026-03-30T00:30:00.000Z'],
    ],
    [
      'daily 02:30 comes once, the first time, when the clocks show it twice',
      ['FREQ=DAILY', '2026-10-24T02:30:00.000', 'Europe/Berlin'],
      ['2026-10-24T00:30:00.000Z', '2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'],
    ],
    [
      'weekly in New York, into summer time',
      ['FREQ=WEEKLY', '2026-03-01T02:30:00.000', 'America/New_York'],
      ['2026-03-01T07:30:00.000Z', '2026-03-08T07:30:00.000Z', '2026-03-15T06:30:00.000Z'],
    ],
    [
      'daily in New York, out of summer time',
      ['FREQ=DAILY', '2026-10-31T01:30:00.000', 'America/New_York'],
      ['2026-10-31T05:30:00.000Z', '2026-11-01T05:30:00.000Z', '2026-11-02T06:30:00.000Z'],
    ],
    [
      'Auckland, the other half of the world',
      ['FREQ=DAILY', '2026-04-04T02:30:00.000', 'Pacific/Auckland'],
      ['2026-04-03T13:30:00.000Z', '2026-04-04T13:30:00.000Z', '2026-04-05T14:30:00.000Z'],
    ],
    [
      'Lord Howe, whose summer is half an hour',
      ['FREQ=DAILY', '2026-10-03T02:10:00.000', 'Australia/Lord_Howe'],
      ['2026-10-02T15:40:00.000Z', '2026-10-03T15:40:00.000Z', '2026-10-04T15:10:00.000Z'],
    ],
    [
      'midnight in Cairo, which is skipped',
      ['FREQ=DAILY', '2026-04-23T00:00:00.000', 'Africa/Cairo'],
      ['2026-04-22T22:00:00.000Z', '2026-04-23T22:00:00.000Z', '2026-04-24T21:00:00.000Z'],
    ],
    [
      'Kathmandu, which changes nothing',
      ['FREQ=MONTHLY', '2026-01-31T09:00:00.000', 'Asia/Kathmandu'],
      ['2026-01-31T03:15:00.000Z', '2026-02-28T03:15:00.000Z', '2026-03-31T03:15:00.000Z'],
    ],
    [
      'Apia had no 2011-12-30: its occurrence and the next are one',
      ['FREQ=DAILY', '2011-12-29T09:00:00.000', 'Pacific/Apia'],
      ['2011-12-29T19:00:00.000Z', '2011-12-30T19:00:00.000Z', '2011-12-31T19:00:00.000Z'],
    ],
  ] as const)('%s', (_, [rule, start, zone], expected) => {
    expect(next(rule, start, zone, 3)).toEqual(expected);
  });

  test('one by one it is the same as at once', () => {
    let after = new Date('2026-03-27T12:00:00Z');
    const singly: string[] = [];
    for (let day = 0; day < 250; day += 1) {
      const [due] = occurrences({
        rule: 'FREQ=DAILY',
        start: '2026-03-28T02:30',
        zone: 'Europe/Berlin',
        after: { at: after },
        limit: 1,
      });
      if (!due || !('at' in due)) throw new Error('the series ended');
      singly.push(write(due));
      after = due.at;
    }
    expect(singly).toEqual(next('FREQ=DAILY', '2026-03-28T02:30', 'Europe/Berlin', 250));
  });

  test('a floating series goes by the clocks of the zone that is asked about', () => {
    const [rule, start] = ['FREQ=WEEKLY;BYDAY=FR', '2026-12-04T09:00:00.000'];
    expect(next(rule, start, 'Pacific/Auckland', 1)).toEqual(['2026-12-03T20:00:00.000Z']);
    expect(next(rule, start, 'America/Los_Angeles', 1)).toEqual(['2026-12-04T17:00:00.000Z']);
  });
});

describe('an all-day series', () => {
  test.each(['Pacific/Kiritimati', 'UTC', 'Pacific/Apia', 'Etc/GMT+11'])('is the same days in %s', (zone) => {
    expect(next('FREQ=DAILY', '2011-12-29', zone, 3)).toEqual(['2011-12-29', '2011-12-30', '2011-12-31']);
  });

  test('has its next occurrence on a day after that of `after`, in the zone', () => {
    expect(next('FREQ=DAILY', '2026-01-01', 'Pacific/Auckland', 1, '2026-12-01T11:00:00Z')).toEqual(['2026-12-03']);
    expect(next('FREQ=DAILY', '2026-01-01', 'America/New_York', 1, '2026-12-01T11:00:00Z')).toEqual(['2026-12-02']);
  });
});

describe('ends', () => {
  test.each([
    [
      'COUNT counts the start, even one that the rule would not choose',
      'FREQ=WEEKLY;BYDAY=MO;COUNT=3',
      '2026-12-01',
      ['2026-12-01', '2026-12-07', '2026-12-14'],
    ],
    ['UNTIL includes its day', 'FREQ=DAILY;UNTIL=20261203', '2026-12-02', ['2026-12-02', '2026-12-03']],
    [
      'UNTIL at an instant ends an all-day series on the day that it is written with',
      'FREQ=DAILY;UNTIL=20261203T000000Z',
      '2026-12-02',
      ['2026-12-02', '2026-12-03'],
    ],
    ['UNTIL before the start', 'FREQ=DAILY;UNTIL=20261130', '2026-12-01', []],
    ['the calendar: nothing after the year 9999', 'FREQ=DAILY', '9999-12-30', ['9999-12-30', '9999-12-31']],
    // New York, 18:00 is 23:00 UTC
    [
      'UNTIL includes its instant',
      'FREQ=DAILY;UNTIL=20261202T230000Z',
      '2026-12-01T18:00',
      ['2026-12-01T23:00:00.000Z', '2026-12-02T23:00:00.000Z'],
    ],
    ['UNTIL a second earlier', 'FREQ=DAILY;UNTIL=20261202T225959Z', '2026-12-01T18:00', ['2026-12-01T23:00:00.000Z']],
    [
      'UNTIL is a day of the zone for a timed series',
      'FREQ=DAILY;UNTIL=20261202',
      '2026-12-01T21:00',
      ['2026-12-02T02:00:00.000Z', '2026-12-03T02:00:00.000Z'],
    ],
    ['nothing after the year 9999 in UTC', 'FREQ=DAILY', '9999-12-30T21:00', ['9999-12-31T02:00:00.000Z']],
  ])('%s', (_, rule, start, expected) => {
    expect(next(rule, start, 'America/New_York', 5)).toEqual(expected);
  });

  test('a count goes on from the start, wherever one looks', () => {
    expect(next('FREQ=DAILY;COUNT=3', '2026-12-01', 'UTC', 5, '2026-12-02T12:00:00Z')).toEqual(['2026-12-03']);
    expect(next('FREQ=DAILY;COUNT=3', '2026-12-01', 'UTC', 5, '2026-12-03T12:00:00Z')).toEqual([]);
  });
});

describe('work is bounded', () => {
  // Found by looking at one whole cycle of the calendar. A looser bound than the 10-30 ms it takes, for busy machines.
  test.each([
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=DAILY;INTERVAL=7;BYDAY=TU',
    'FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6',
    'FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=300',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=10000',
  ])('%s never matches and ends', (rule) => {
    expect(parseRecurrence(rule)).toHaveProperty('rule');
    const started = performance.now();
    expect(next(rule, '2025-01-01T09:00', 'UTC', 5)).toEqual(['2025-01-01T09:00:00.000Z']);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('what matches rarely is found', () => {
    expect(next('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO', '2096-01-01', 'UTC', 3)).toEqual([
      '2096-01-01',
      '2112-02-29',
      '2140-02-29',
    ]);
    expect(next('FREQ=YEARLY;INTERVAL=1000', '2026-05-01', 'UTC', 3)).toEqual([
      '2026-05-01',
      '3026-05-01',
      '4026-05-01',
    ]);
  });

  test.each(['FREQ=DAILY;INTERVAL=3', 'FREQ=WEEKLY', 'FREQ=MONTHLY', 'FREQ=YEARLY'])(
    '%s from the year 1 is entered at once',
    (rule) => {
      const started = performance.now();
      expect(next(rule, '0001-01-01T09:00', 'UTC', 1, '2026-11-01T00:00:00Z')).toHaveLength(1);
      expect(performance.now() - started).toBeLessThan(1000);
    },
  );
});

test('a rule that parseRecurrence would refuse is refused', () => {
  expect(() => next('FREQ=HOURLY', '2026-12-01', 'UTC', 1)).toThrow('FREQ is required');
});
