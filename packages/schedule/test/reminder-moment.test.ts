import fc from 'fast-check';
import { expect, test } from 'vitest';
import { momentAfter, parseDueDate, parseReminderOffset, reminderMoment } from '../index.ts';

const seed = 20261126;
const zones = ['Europe/Berlin', 'Pacific/Auckland', 'Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Kathmandu'];
const morning = '09:00:00';

function momentOf(due: string, before: string, zone: string, defaultReminderTime = morning): string {
  const parsed = parseDueDate(due);
  if (!parsed) throw new Error(`${due} is no due date`);
  return reminderMoment(parsed, before, { zone, defaultReminderTime }).toISOString();
}

test.each([
  ['-PT15M', '-PT15M'],
  ['-P1W', '-P7D'],
  ['-P1DT2H', '-P1DT2H'],
  ['-P1W2DT3H4M5S', '-P9DT3H4M5S'],
  ['-PT90M', '-PT1H30M'],
  ['-PT120M', '-PT2H'],
  ['-PT3661S', '-PT1H1M1S'],
  ['-PT24H', '-PT24H'],
  ['-P007D', '-P7D'],
  ['-PT0H', 'PT0S'],
  ['PT0S', 'PT0S'],
  ['P0D', 'PT0S'],
  ['-PT0S', 'PT0S'],
  ['-P366D', '-P366D'],
  ['-PT8784H', '-PT8784H'],
])('%s is read as %s', (text, canonical) => {
  expect(parseReminderOffset(text)).toBe(canonical);
  expect(parseReminderOffset(canonical)).toBe(canonical);
});

test.each([
  'PT15M',
  'P1D',
  '-P1M',
  '-P1Y',
  '-P',
  '-PT',
  '-P1DT',
  '-PT1.5H',
  '-pt15m',
  '--PT1M',
  '−PT1M',
  '-P366DT1S',
  '-P53W',
  '-PT8784H1S',
  '-PT9999999999S',
  '-P1D ',
  '',
  '-1D',
  '-P1H',
])('%j is no time before', (text) => {
  expect(parseReminderOffset(text)).toBeUndefined();
});

test.each([
  // due at a moment: days keep the clocks' time over both changes, hours pass
  ['2026-09-27T09:00:00+13:00', '-P1D', 'Pacific/Auckland', '2026-09-25T21:00:00.000Z', '09:00 on a day of UTC+12'],
  ['2026-09-27T09:00:00+13:00', '-PT24H', 'Pacific/Auckland', '2026-09-25T20:00:00.000Z', '24 hours: 08:00'],
  ['2026-04-05T09:00:00+12:00', '-P1D', 'Pacific/Auckland', '2026-04-03T20:00:00.000Z', '09:00 on a day of UTC+13'],
  ['2026-04-05T09:00:00+12:00', '-PT24H', 'Pacific/Auckland', '2026-04-03T21:00:00.000Z', '24 hours: 10:00'],
  ['2026-03-08T09:00:00-07:00', '-P1D', 'America/Los_Angeles', '2026-03-07T17:00:00.000Z', '09:00 standard time'],
  ['2026-11-01T09:00:00-08:00', '-P1DT1H', 'America/Los_Angeles', '2026-10-31T15:00:00.000Z', '08:00 summer time'],
  ['2026-03-09T02:30:00-07:00', '-P1D', 'America/Los_Angeles', '2026-03-08T10:30:00.000Z', 'skipped: 03:30'],
  ['2026-11-02T01:30:00-08:00', '-P1D', 'America/Los_Angeles', '2026-11-01T08:30:00.000Z', 'shown twice: the first'],
  ['2026-10-04T02:15:00+11:00', '-P1D', 'Australia/Lord_Howe', '2026-10-02T15:15:00.000Z', '01:45 by its clocks'],
  ['2026-10-05T02:10:00+11:00', '-P1D', 'Australia/Lord_Howe', '2026-10-03T15:40:00.000Z', 'skipped: 02:40'],
  ['2026-04-06T01:45:00+10:30', '-P1D', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z', 'twice: the first'],
  ['2026-12-01T00:10:00+14:00', '-P1D', 'Pacific/Kiritimati', '2026-11-29T10:10:00.000Z', 'the day before there'],
  ['2026-12-01T00:10:00+05:45', '-PT15M', 'Asia/Kathmandu', '2026-11-30T18:10:00.000Z', 'the evening before'],
  ['2026-12-01T09:00:00Z', 'PT0S', 'Asia/Kathmandu', '2026-12-01T09:00:00.000Z', 'the moment itself'],
  // all day: from the account's time on that day
  ['2026-09-28', '-P1D', 'Pacific/Auckland', '2026-09-26T20:00:00.000Z', '09:00, UTC+13'],
  ['2026-09-28', '-P2D', 'Pacific/Auckland', '2026-09-25T21:00:00.000Z', '09:00, UTC+12'],
  ['2026-04-05', '-PT6H30M', 'Pacific/Auckland', '2026-04-04T14:30:00.000Z', '6.5 hours pass: 02:30 again'],
  ['2026-03-08', '-PT12H', 'America/Los_Angeles', '2026-03-08T04:00:00.000Z', '20:00 on the day before'],
  ['2026-12-01', '-P1W', 'Pacific/Kiritimati', '2026-11-23T19:00:00.000Z', 'UTC+14'],
  ['2026-12-01', '-PT30M', 'Asia/Kathmandu', '2026-12-01T02:45:00.000Z', 'UTC+5:45'],
  ['2026-04-05', '-P1D', 'Australia/Lord_Howe', '2026-04-03T22:00:00.000Z', 'UTC+11'],
  // ends of the calendar
  ['0001-01-01', '-P366D', 'Pacific/Kiritimati', '0001-01-01T00:00:00.000Z', 'no earlier'],
])('due %s, %s, in %s: %s (%s)', (due, before, zone, moment) => {
  expect(momentOf(due, before, zone)).toBe(moment);
});

test('a default time that the clocks skip on the due day is not skipped on the day before', () => {
  expect(momentOf('2026-03-29', 'PT0S', 'Europe/Berlin', '02:30')).toBe('2026-03-29T01:30:00.000Z');
  expect(momentOf('2026-03-29', '-P1D', 'Europe/Berlin', '02:30')).toBe('2026-03-28T01:30:00.000Z');
  expect(momentOf('9999-12-31', 'PT0S', 'Etc/GMT+12', '23:00')).toBe('9999-12-31T23:59:59.999Z');
});

test.each([
  ['PT24H', '2026-03-29T01:30:00.000Z'],
  ['P1D', '2026-03-29T01:30:00.000Z'],
  ['P1W', '2026-04-04T00:30:00.000Z'],
  ['P1DT1H', '2026-03-29T02:30:00.000Z'],
])('%s after 02:30 in Berlin on the day before summer time', (duration, moment) => {
  expect(momentAfter(new Date('2026-03-28T01:30:00Z'), duration, 'Europe/Berlin')?.toISOString()).toBe(moment);
});

test.each(['PT0S', '-PT1H', 'P1M', 'P367D', 'tomorrow', ''])('%j leads to no moment', (text) => {
  expect(momentAfter(new Date(0), text, 'UTC')).toBeUndefined();
});

const instants = fc.date({
  min: new Date('2000-01-01T00:00:00Z'),
  max: new Date('2040-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const offsets = fc.record({
  days: fc.integer({ min: 0, max: 365 }),
  seconds: fc.integer({ min: 0, max: 86_400 }),
  zone: fc.constantFrom(...zones, 'Australia/Lord_Howe', 'Africa/Cairo'),
});

test('more time before is never later, and a time of day passes exactly', () => {
  fc.assert(
    fc.property(instants, offsets, fc.boolean(), (at, { days, seconds, zone }, allDay) => {
      const due = allDay ? { on: at.toISOString().slice(0, 10) } : { at };
      const ringing = { zone, defaultReminderTime: morning };
      const moment = (before: string) => reminderMoment(due, before, ringing).getTime();
      const onDay = moment(`-P${days}D`);
      expect(onDay - moment(`-P${days}DT${seconds}S`)).toBe(seconds * 1000);
      expect(moment(`-P${days + 1}D`)).toBeLessThan(onDay);
      expect(onDay).toBeLessThanOrEqual(moment('PT0S'));
    }),
    { seed },
  );
});

test('what rings days before a day shows the default time there', () => {
  fc.assert(
    fc.property(instants, offsets, (at, { days, zone }) => {
      const on = at.toISOString().slice(0, 10);
      const moment = reminderMoment({ on }, `-P${days}D`, { zone, defaultReminderTime: morning });
      const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short' });
      expect(clock.format(moment)).toBe('09:00');
    }),
    { seed },
  );
});
