import { expect, test } from 'vitest';
import { parseRecurrence } from '../index.ts';

test.each([
  ['FREQ=DAILY', 'FREQ=DAILY'],
  ['RRULE:FREQ=DAILY', 'FREQ=DAILY'],
  ['rrule:freq=weekly;byday=mo,we', 'FREQ=WEEKLY;BYDAY=MO,WE'],
  ['BYDAY=SU,MO,+1FR,-1FR,1FR,MO;FREQ=MONTHLY', 'FREQ=MONTHLY;BYDAY=MO,SU,1FR,-1FR'],
  ['FREQ=DAILY;INTERVAL=1;WKST=MO', 'FREQ=DAILY'],
  ['WKST=SU;COUNT=010;INTERVAL=02;FREQ=WEEKLY', 'FREQ=WEEKLY;INTERVAL=2;COUNT=10;WKST=SU'],
  ['FREQ=MONTHLY;BYMONTHDAY=-1,31,1,+15,15,-31', 'FREQ=MONTHLY;BYMONTHDAY=1,15,31,-31,-1'],
  ['FREQ=YEARLY;BYMONTH=10,2;BYDAY=-1SU', 'FREQ=YEARLY;BYMONTH=2,10;BYDAY=-1SU'],
  ['FREQ=YEARLY;BYYEARDAY=-1,366', 'FREQ=YEARLY;BYYEARDAY=366,-1'],
  ['FREQ=YEARLY;BYWEEKNO=53,-1;BYDAY=MO', 'FREQ=YEARLY;BYWEEKNO=53,-1;BYDAY=MO'],
  ['FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1', 'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1'],
  ['FREQ=DAILY;UNTIL=20261231', 'FREQ=DAILY;UNTIL=20261231'],
  ['FREQ=DAILY;UNTIL=20261231t235959z', 'FREQ=DAILY;UNTIL=20261231T235959Z'],
  [
    'SKIP=BACKWARD;FREQ=MONTHLY;BYMONTHDAY=31;RSCALE=GREGORIAN',
    'RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD',
  ],
  ['RSCALE=GREGORIAN;FREQ=DAILY', 'FREQ=DAILY'],
  ['FREQ=DAILY;INTERVAL=1000;COUNT=10000', 'FREQ=DAILY;INTERVAL=1000;COUNT=10000'],
])('%s is stored as %s', (text, rule) => {
  expect(parseRecurrence(text)).toEqual({ rule });
  expect(parseRecurrence(rule)).toEqual({ rule });
});

const freq = 'FREQ is required and must be DAILY, WEEKLY, MONTHLY or YEARLY';
const parts = 'A rule is parts such as FREQ=WEEKLY;BYDAY=MO, each a name and a value, with ; between them';
const ascii = 'A rule is one line of ASCII characters, without spaces';
const byDay = 'BYDAY must list two-letter weekdays such as MO, 2TU (the second) or -1FR (the last)';
const until = 'UNTIL must be a day such as 20261231 or a time in UTC such as 20261231T235959Z';

test.each([
  ['', parts],
  ['RRULE:', parts],
  ['DAILY', parts],
  ['FREQ=', parts],
  ['FREQ=DAILY;', parts],
  ['FREQ=DAILY;;COUNT=2', parts],
  ['FREQ==DAILY', parts],
  ['FREQ=DAILY; COUNT=2', ascii],
  ['FREQ=DAILY\nCOUNT=2', ascii],
  ['FREQ=DAILY\n', ascii],
  // its upper case is BYSETPOS
  ['FREQ=DAILY;BYDAY=MO;BYſETPOS=1', ascii],
  ['COUNT=2', freq],
  ['FREQ=HOURLY', freq],
  ['FREQ=FORTNIGHTLY', freq],
  [`FREQ=YEARLY;BYYEARDAY=${Array(200).fill(1)},366`.padEnd(501, ',1'), 'A rule has at most 500 characters'],
  ['FREQ=DAILY;FREQ=DAILY', 'FREQ is given twice'],
  ['FREQ=DAILY;BYHOUR=9', 'BYHOUR is not supported: every occurrence has the time of day of the first'],
  ['FREQ=DAILY;BYEASTER=1', expect.stringMatching(/^BYEASTER is not a part of a rule; those are FREQ, INTERVAL, /)],
  ['FREQ=DAILY;INTERVAL=0', 'INTERVAL must be a whole number from 1 to 1000'],
  ['FREQ=DAILY;INTERVAL=1001', 'INTERVAL must be a whole number from 1 to 1000'],
  ['FREQ=DAILY;INTERVAL=1.5', 'INTERVAL must be a whole number from 1 to 1000'],
  ['FREQ=DAILY;COUNT=10001', 'COUNT must be a whole number from 1 to 10000'],
  ['FREQ=DAILY;COUNT=-1', 'COUNT must be a whole number from 1 to 10000'],
  ['FREQ=DAILY;COUNT=2;UNTIL=20261231', 'COUNT and UNTIL must not both be given'],
  ['FREQ=DAILY;UNTIL=20260230', until],
  ['FREQ=DAILY;UNTIL=20261231T235959', until],
  ['FREQ=DAILY;UNTIL=20261231T240000Z', until],
  ['FREQ=DAILY;UNTIL=2026-12-31', until],
  ['FREQ=WEEKLY;BYDAY=MON', byDay],
  ['FREQ=WEEKLY;BYDAY=MO,', byDay],
  ['FREQ=MONTHLY;BYDAY=XX', byDay],
  ['FREQ=WEEKLY;BYDAY=2TU', 'BYDAY may number weekdays (2TU) only with FREQ=MONTHLY or FREQ=YEARLY'],
  ['FREQ=MONTHLY;BYDAY=6TU', 'BYDAY numbers the weekdays of a month from 1 to 5, or from -1 to -5'],
  ['FREQ=MONTHLY;BYDAY=0TU', 'BYDAY numbers the weekdays of a month from 1 to 5, or from -1 to -5'],
  ['FREQ=YEARLY;BYMONTH=2;BYDAY=9TU', 'BYDAY numbers the weekdays of a month from 1 to 5, or from -1 to -5'],
  ['FREQ=YEARLY;BYDAY=54TU', 'BYDAY numbers the weekdays of a year from 1 to 53, or from -1 to -53'],
  ['FREQ=YEARLY;BYWEEKNO=1;BYDAY=1TU', 'BYDAY must not number weekdays (2TU) beside BYWEEKNO'],
  ['FREQ=YEARLY;BYMONTH=13', 'BYMONTH must be a whole number from 1 to 12'],
  [
    'FREQ=MONTHLY;BYMONTHDAY=32',
    'BYMONTHDAY must list whole numbers from 1 to 31, or from -1 to -31 to count from the end',
  ],
  [
    'FREQ=MONTHLY;BYMONTHDAY=0',
    'BYMONTHDAY must list whole numbers from 1 to 31, or from -1 to -31 to count from the end',
  ],
  ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY must not be used with FREQ=WEEKLY'],
  ['FREQ=MONTHLY;BYYEARDAY=1', 'BYYEARDAY needs FREQ=YEARLY'],
  ['FREQ=MONTHLY;BYWEEKNO=1', 'BYWEEKNO needs FREQ=YEARLY'],
  ['FREQ=MONTHLY;BYSETPOS=1', 'BYSETPOS needs another part beginning with BY to choose from'],
  ['FREQ=WEEKLY;WKST=M', 'WKST must be one of MO, TU, WE, TH, FR, SA, SU'],
  ['RSCALE=HEBREW;FREQ=YEARLY', 'RSCALE must be GREGORIAN'],
  ['FREQ=MONTHLY;SKIP=BACKWARD', 'SKIP needs RSCALE=GREGORIAN beside it'],
  ['RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD', 'SKIP must be OMIT or BACKWARD'],
  ['RSCALE=GREGORIAN;FREQ=DAILY;SKIP=BACKWARD', 'SKIP=BACKWARD needs FREQ=MONTHLY or FREQ=YEARLY'],
])('%j is refused: %s', (text, error) => {
  expect(parseRecurrence(text)).toEqual({ error });
});
