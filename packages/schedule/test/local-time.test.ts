import { expect, test } from 'vitest';
import { atLocalTime, dayIn, dayStart } from '../index.ts';

test.each([
  ['Pacific/Kiritimati', '2026-12-02'],
  ['Asia/Kathmandu', '2026-12-01'],
  ['UTC', '2026-12-01'],
  ['America/Los_Angeles', '2026-12-01'],
  ['Etc/GMT+12', '2026-11-30'],
])('the day in %s', (zone, day) => {
  expect(dayIn(zone, new Date('2026-12-01T11:00:00Z'))).toBe(day);
});

test.each([
  ['midnight', '2026-12-01', 'America/New_York', '2026-12-01T05:00:00.000Z'],
  ['the clocks skip midnight', '2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
  ['the clocks skip midnight', '2026-03-29', 'Asia/Beirut', '2026-03-28T22:00:00.000Z'],
  ['the clocks show midnight twice', '2025-11-02', 'America/Havana', '2025-11-02T04:00:00.000Z'],
  ['there is no such day', '2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
])('a day begins: %s (%s, %s)', (_, day, zone, instant) => {
  expect(dayStart(day, zone).toISOString()).toBe(instant);
});

test.each([
  ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z', 'skipped: 03:30'],
  ['2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z', 'shown twice: the first'],
  ['2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:30:00.000Z', 'skipped: 03:30'],
  ['2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00.000Z', 'shown twice: the first'],
  ['2026-09-27', '02:30', 'Pacific/Auckland', '2026-09-26T14:30:00.000Z', 'skipped: 03:30'],
  ['2026-04-05', '02:30', 'Pacific/Auckland', '2026-04-04T13:30:00.000Z', 'shown twice: the first'],
  ['2026-10-04', '02:10', 'Australia/Lord_Howe', '2026-10-03T15:40:00.000Z', 'half an hour is skipped: 02:40'],
  ['2026-04-05', '01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z', 'half an hour is shown twice: the first'],
  ['2026-12-01', '09:00', 'Asia/Kathmandu', '2026-12-01T03:15:00.000Z', 'a quarter of an hour'],
  ['2026-04-24', '00:00', 'Africa/Cairo', '2026-04-23T22:00:00.000Z', 'midnight skipped: 01:00'],
  ['2011-12-30', '09:00', 'Pacific/Apia', '2011-12-30T19:00:00.000Z', 'the whole day skipped: a day later'],
])('%s %s in %s is %s (%s)', (day, time, zone, instant) => {
  expect(atLocalTime(day, time, zone).toISOString()).toBe(instant);
});
