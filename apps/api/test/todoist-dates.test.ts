import { expect, test } from 'vitest';
import { readTodoistDate } from '../src/modules/imports/todoist-date.ts';

// A Friday, 10:20 in Berlin.
const now = new Date('2026-11-27T09:20:00Z');
const read = (text: string, language = 'en', zone = 'Europe/Berlin') => readTodoistDate(text, { language, zone, now });

test.each([
  ['2026-12-01', '2026-12-01'],
  ['2026-12-01 15:00', '2026-12-01T14:00:00.000Z'],
  ['2026-08-13T18:30:00-05:00', '2026-08-13T23:30:00.000Z'],
  ['1 Dec 2026', '2026-12-01'],
  ['13 Jun', '2027-06-13'],
  ['Nov 20', '2027-11-20'],
  ['Jan 5 at 15:00', '2027-01-05T14:00:00.000Z'],
  ['5 Jan 2027 @ 10pm', '2027-01-05T21:00:00.000Z'],
  ['today', '2026-11-27'],
  ['tomorrow at 5pm', '2026-11-28T16:00:00.000Z'],
  ['Friday', '2026-11-27'],
  ['in 3 days', '2026-11-30'],
])('%s is %s', (text, due_date) => {
  expect(read(text)).toEqual({ due_date });
});

test.each([
  ['de', '1. Dezember um 9 Uhr', '2026-12-01T08:00:00.000Z'],
  ['de', 'morgen um 15:00', '2026-11-28T14:00:00.000Z'],
  ['fr', '5 janvier à 15h', '2027-01-05T14:00:00.000Z'],
  ['es', '5 de enero', '2027-01-05'],
  ['pt_BR', 'amanhã', '2026-11-28'],
  ['nl', 'morgen', '2026-11-28'],
  ['ru', 'завтра в 10:00', '2026-11-28T09:00:00.000Z'],
  ['ja', '12月1日', '2026-12-01'],
  ['zh', '2026年12月1日', '2026-12-01'],
])('in %s, %s is %s', (language, text, due_date) => {
  expect(read(text, language)).toEqual({ due_date });
});

test.each([
  ['every day', 'FREQ=DAILY', '2026-11-27'],
  ['daily', 'FREQ=DAILY', '2026-11-27'],
  ['every 3 days', 'FREQ=DAILY;INTERVAL=3', '2026-11-27'],
  ['every other day', 'FREQ=DAILY;INTERVAL=2', '2026-11-27'],
  ['every 2nd week', 'FREQ=WEEKLY;INTERVAL=2', '2026-11-27'],
  ['quarterly', 'FREQ=MONTHLY;INTERVAL=3', '2026-11-27'],
  ['every quarter', 'FREQ=MONTHLY;INTERVAL=3', '2026-11-27'],
  ['every year', 'FREQ=YEARLY', '2026-11-27'],
  ['every morning', 'FREQ=DAILY', '2026-11-28T08:00:00.000Z'],
  ['every night', 'FREQ=DAILY', '2026-11-27T21:00:00.000Z'],
  ['every weekday', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '2026-11-27'],
  ['ev workday at 9:30am', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '2026-11-30T08:30:00.000Z'],
  ['every weekend', 'FREQ=WEEKLY;BYDAY=SA', '2026-11-28'],
  ['every mon, thu at 9am', 'FREQ=WEEKLY;BYDAY=MO,TH', '2026-11-30T08:00:00.000Z'],
  ['ev monday and friday', 'FREQ=WEEKLY;BYDAY=MO,FR', '2026-11-27'],
  ['Every Mon, Tue, and Sun', 'FREQ=WEEKLY;BYDAY=MO,TU,SU', '2026-11-29'],
  ['every other tue', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', '2026-12-01'],
  ['every last day', 'FREQ=MONTHLY;BYMONTHDAY=-1', '2026-11-30'],
  ['every 27', 'FREQ=MONTHLY;BYMONTHDAY=27', '2026-11-27'],
  ['every 2, 15, 28th', 'FREQ=MONTHLY;BYMONTHDAY=2,15,28', '2026-11-28'],
  ['every 3rd fri', 'FREQ=MONTHLY;BYDAY=3FR', '2026-12-18'],
  ['every last friday at 8:00', 'FREQ=MONTHLY;BYDAY=-1FR', '2026-12-25T07:00:00.000Z'],
  ['every 1st wed jan', 'FREQ=YEARLY;BYMONTH=1;BYDAY=1WE', '2027-01-06'],
  ['every 15th workday, last workday', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=15,-1', '2026-11-30'],
  ['every first workday', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1', '2026-12-01'],
  ['every jan 27th', 'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=27', '2027-01-27'],
  ['every 14 jan, 14 apr', 'FREQ=YEARLY;BYMONTH=1,4;BYMONTHDAY=14', '2027-01-14'],
  ['every day starting 3 Aug', 'FREQ=DAILY', '2027-08-03'],
  ['every 14 days 7am starting 1 Dec', 'FREQ=DAILY;INTERVAL=14', '2026-12-01T06:00:00.000Z'],
  // in step with where it began
  ['every 3 days starting 2026-11-25', 'FREQ=DAILY;INTERVAL=3', '2026-11-28'],
  ['every day until 5 Dec', 'FREQ=DAILY;UNTIL=20261205', '2026-11-27'],
  ['every day from 10 May until 20 May', 'FREQ=DAILY;UNTIL=20270520', '2027-05-10'],
  ['every day for 3 weeks', 'FREQ=DAILY;UNTIL=20261218', '2026-11-27'],
])('%s is %s from %s on', (text, recurrence, due_date) => {
  expect(read(text)).toEqual({ due_date, recurrence, recurrence_from: 'due' });
});

test.each(['every! 3 days', 'ev! 3 days', 'after 3 days'])('%s is counted from when it was done', (text) => {
  expect(read(text)).toEqual({
    due_date: '2026-11-27',
    recurrence: 'FREQ=DAILY;INTERVAL=3',
    recurrence_from: 'completion',
  });
});

test.each([
  'gibberish',
  'every hour',
  'every 12 hours',
  'every 3 workdays',
  'every 14 jan, 15 apr',
  'every',
  'every day starting whenever',
  'every day at 25:00',
  'every 40',
  '2026-02-30',
  'mid January',
  '1 Dec - 3 Dec',
  'every morning for the rest of my life',
])('%s is not understood', (text) => {
  expect(read(text)).toBeUndefined();
});

test('days are those of the zone', () => {
  expect(
    readTodoistDate('today', { language: 'en', zone: 'Pacific/Auckland', now: new Date('2026-11-27T12:00:00Z') }),
  ).toEqual({ due_date: '2026-11-28' });
});
