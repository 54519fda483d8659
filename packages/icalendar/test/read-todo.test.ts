import { expect, test } from 'vitest';
import { calendarOf, readAll, readOne, readOneTodo } from './reading.ts';

test.each([
  ['DUE;VALUE=DATE:20261201', '2026-12-01', null],
  ['DUE:20261201', '2026-12-01', null],
  ['DUE:20261201T090000Z', '2026-12-01T09:00:00.000Z', null],
  ['DUE:20261201T090000', '2026-12-01T08:00:00.000Z', null],
  ['DUE;TZID=Asia/Tokyo:20261201T090000', '2026-12-01T00:00:00.000Z', 'Asia/Tokyo'],
  ['DUE;TZID="W. Europe Standard Time":20260701T090000', '2026-07-01T07:00:00.000Z', 'Europe/Berlin'],
  [
    'DUE;TZID=/freeassociation.sourceforge.net/America/New_York:20261201T090000',
    '2026-12-01T14:00:00.000Z',
    'America/New_York',
  ],
  ['DUE;TZID=/mozilla.org/20071231_1/Europe/Paris:20261201T090000', '2026-12-01T08:00:00.000Z', 'Europe/Paris'],
  // a time that the clocks skip, one that they show twice, and a leap second
  ['DUE;TZID=Europe/Berlin:20260329T023000', '2026-03-29T01:30:00.000Z', 'Europe/Berlin'],
  ['DUE;TZID=Europe/Berlin:20261025T023000', '2026-10-25T00:30:00.000Z', 'Europe/Berlin'],
  ['DUE:20161231T235960Z', '2016-12-31T23:59:59.000Z', null],
])('%s is due %s', async (line, due_date, time_zone) => {
  const { todo, lost } = await readOneTodo([line]);
  expect({ due_date: todo.due_date, time_zone: todo.time_zone, lost }).toEqual({ due_date, time_zone, lost: [] });
});

test.each([
  [['DTSTART:20261201T090000Z'], '2026-12-01T09:00:00.000Z', []],
  [['DTSTART:20261201T090000Z', 'DURATION:PT1H30M'], '2026-12-01T10:30:00.000Z', ['DTSTART']],
  [['DTSTART;TZID=Europe/Berlin:20260328T090000', 'DURATION:P1D'], '2026-03-29T07:00:00.000Z', ['DTSTART']],
  [['DTSTART;VALUE=DATE:20261201', 'DURATION:P1W'], '2026-12-08', ['DTSTART']],
  [['DURATION:PT1H'], null, ['DURATION']],
  [['DTSTART:20261201T090000Z', 'DUE:20261202T090000Z'], '2026-12-02T09:00:00.000Z', ['DTSTART']],
  [['DTSTART:nonsense', 'DUE:20261202T090000Z'], '2026-12-02T09:00:00.000Z', ['DTSTART']],
])('%s is due %s', async (lines, due_date, lost) => {
  const read = await readOneTodo(lines);
  expect([read.todo.due_date, read.lost.map(({ property }) => property)]).toEqual([due_date, lost]);
});

test.each([
  [['DUE:20261301'], 'DUE', 'is neither a day'],
  [['DUE:20261201T250000Z'], 'DUE', 'is neither a day'],
  [['DUE:tomorrow'], 'DUE', 'tomorrow is neither a day'],
  [['DUE:99991231T235959', 'NOTE:beyond the last year where the account is'], undefined, undefined],
  [['DUE;TZID=Nowhere/Land:20261201T090000'], 'DUE', 'TZID Nowhere/Land'],
  [['DTSTART:20261201T090000Z', 'DURATION:soon'], 'DURATION', 'soon is no duration'],
  [['DUE:20261201', 'RRULE:FREQ=SECONDLY;COUNT=999999999'], 'RRULE', 'FREQ'],
  [['DUE:20261201', 'RRULE:FREQ=DAILY;COUNT=99999999999999999999'], 'RRULE', 'COUNT'],
  [['DUE:20261201', 'RRULE:FREQ=DAILY;BYHOUR=1,2,3'], 'RRULE', 'BYHOUR'],
  [['DUE:20261201', 'RRULE:FREQ=NEVER'], 'RRULE', 'cannot be'],
  [['this was wrapped by hand'], '', 'is no property'],
  [['DUE;TZID="Europe/Berlin:20261201T090000'], 'DUE', 'cannot be read'],
])('%s cannot be read', async (lines, property, message) => {
  const item = await readOne(lines);
  if (property === undefined) expect(item.kind).toBe('todo');
  else expect(item).toMatchObject({ kind: 'problem', property, message: expect.stringContaining(message ?? '') });
});

test('a problem is told with the line of its property', async () => {
  expect(await readOne(['DESCRIPTION:one', ' two', ' three', 'DUE:never'])).toMatchObject({
    kind: 'problem',
    line: 10,
  });
});

test.each([
  ['FREQ=WEEKLY;BYDAY=MO,TU', 'FREQ=WEEKLY;BYDAY=MO,TU'],
  ['freq=daily;interval=2', 'FREQ=DAILY;INTERVAL=2'],
  // local time, which many write; and a day beside a moment
  ['FREQ=DAILY;UNTIL=20261231T235959', 'FREQ=DAILY;UNTIL=20261231T225959Z'],
  ['FREQ=DAILY;UNTIL=20261231', 'FREQ=DAILY;UNTIL=20261231'],
])('RRULE:%s is kept as %s', async (rule, recurrence) => {
  const { todo, lost } = await readOneTodo(['DTSTART;TZID=Europe/Berlin:20261201T090000', `RRULE:${rule}`]);
  expect(todo).toMatchObject({ recurrence, recurrence_from: 'due', recurrence_start: '2026-12-01T09:00:00.000' });
  expect(lost).toEqual([]);
});

test('what is not due does not come again', async () => {
  const { todo, lost } = await readOneTodo(['RRULE:FREQ=DAILY']);
  expect(todo.recurrence).toBeNull();
  expect(lost).toMatchObject([{ property: 'RRULE' }]);
});

test.each([
  [
    'the rule',
    ['DUE;VALUE=DATE:20261205', 'RRULE:FREQ=DAILY;COUNT=9'],
    { recurrence: 'FREQ=DAILY;COUNT=9', recurrence_done: 0 },
  ],
  [
    'the due date',
    ['DUE;VALUE=DATE:20261206', 'RRULE:FREQ=DAILY;COUNT=7'],
    { recurrence: 'FREQ=DAILY;COUNT=7', recurrence_start: '2026-12-06' },
  ],
  [
    'nothing',
    ['DUE;VALUE=DATE:20261205', 'RRULE:FREQ=DAILY;COUNT=7'],
    { recurrence: 'FREQ=DAILY;COUNT=10', recurrence_start: '2026-12-01', recurrence_done: 3 },
  ],
])('where a program changed %s, what we wrote of the series counts accordingly', async (_, lines, expected) => {
  const ours = 'X-DUEBELL-SERIES;FOR=20261205;START=20261201;DONE=3:FREQ=DAILY\\;COUNT=10';
  expect((await readOneTodo([...lines, ours])).todo).toMatchObject(expected);
});

const timed = 'DUE;TZID=Europe/Berlin:20261201T090000';
const allDay = 'DUE;VALUE=DATE:20261201';

test.each([
  [timed, ['TRIGGER:-PT15M'], [{ before: '-PT15M' }]],
  [timed, ['TRIGGER;RELATED=END:-P1W'], [{ before: '-P7D' }]],
  [timed, ['TRIGGER:PT0S'], [{ before: 'PT0S' }]],
  // after it is due
  [timed, ['TRIGGER;RELATED=END:PT30M'], [{ at: '2026-12-01T08:30:00.000Z' }]],
  [timed, ['TRIGGER;VALUE=DATE-TIME:20261130T120000Z'], [{ at: '2026-11-30T12:00:00.000Z' }]],
  [timed, ['ACTION:AUDIO', 'TRIGGER:-PT5M', 'REPEAT:9', 'DURATION:PT5M'], [{ before: '-PT5M' }]],
  // more than 366 days
  [timed, ['TRIGGER:-P400D'], [{ at: '2025-10-27T08:00:00.000Z' }]],
  // a day rings at 09:00 by itself: whole days are that, hours count from midnight
  [allDay, ['TRIGGER:PT0S'], [{ before: 'PT0S' }]],
  [allDay, ['TRIGGER:-P1D'], [{ before: '-P1D' }]],
  [allDay, ['TRIGGER:PT9H'], [{ before: 'PT0S' }]],
  [allDay, ['TRIGGER:PT8H'], [{ before: '-PT1H' }]],
  [allDay, ['TRIGGER:-PT15H'], [{ before: '-P1D' }]],
  [allDay, ['TRIGGER:PT12H'], [{ at: '2026-12-01T11:00:00.000Z' }]],
  [allDay, ['TRIGGER:-PT15H', 'X-DUEBELL-BEFORE;FOR=-PT15H:-PT24H'], [{ before: '-PT24H' }]],
  // changed by another program
  [allDay, ['TRIGGER:PT8H', 'X-DUEBELL-BEFORE;FOR=PT9H:PT0S'], [{ before: '-PT1H' }]],
  // that there is none, and a snooze of another
  [timed, ['ACTION:NONE', 'TRIGGER;VALUE=DATE-TIME:19760401T005545Z'], []],
  [timed, ['RELATED-TO;RELTYPE=SNOOZE:1', 'TRIGGER;VALUE=DATE-TIME:20261130T120000Z'], []],
])('%s with an alarm of %s', async (due, alarm, reminders) => {
  const { todo, lost } = await readOneTodo([due, 'BEGIN:VALARM', ...alarm, 'END:VALARM']);
  expect({ reminders: todo.reminders, lost }).toEqual({ reminders, lost: [] });
});

test('an alarm before the beginning is one before it is due', async () => {
  const alarm = ['BEGIN:VALARM', 'TRIGGER:-PT10M', 'END:VALARM'];
  const { todo } = await readOneTodo(['DTSTART:20261201T090000Z', 'DUE:20261201T110000Z', ...alarm]);
  expect(todo.reminders).toEqual([{ before: '-PT2H10M' }]);
});

test.each([
  [['TRIGGER:-PT15M'], []],
  [['TRIGGER:nonsense'], [timed]],
  [['ACTION:DISPLAY'], [timed]],
  [['PROXIMITY:ARRIVE', 'TRIGGER:PT0S'], [timed]],
  [['TRIGGER:PT1H'], [timed, 'RRULE:FREQ=DAILY']],
])('an alarm of %s beside %s is lost, and told', async (alarm, lines) => {
  const { todo, lost } = await readOneTodo([...lines, 'BEGIN:VALARM', ...alarm, 'END:VALARM']);
  expect(todo.reminders).toBeNull();
  expect(lost).toMatchObject([{ property: 'VALARM' }]);
});

test('a todo has 20 reminders at most', async () => {
  const alarms = Array.from({ length: 21 }, (_, i) => ['BEGIN:VALARM', `TRIGGER:-PT${i}M`, 'END:VALARM']).flat();
  const { todo, lost } = await readOneTodo([timed, ...alarms]);
  expect(todo.reminders).toHaveLength(20);
  expect(lost).toMatchObject([{ property: 'VALARM' }]);
});

test('no alarm says nothing, unless it says that there is none', async () => {
  expect((await readOneTodo([timed])).todo.reminders).toBeNull();
  expect((await readOneTodo([timed, 'X-DUEBELL-REMINDERS:NONE'])).todo.reminders).toEqual([]);
});

test.each([
  [['STATUS:COMPLETED', 'COMPLETED:20261201T090000Z'], true, '2026-12-01T09:00:00.000Z', []],
  [['COMPLETED:20261201T090000Z'], true, '2026-12-01T09:00:00.000Z', []],
  [['PERCENT-COMPLETE:100'], true, null, []],
  [['STATUS:CANCELLED', 'LAST-MODIFIED:20261201T090000Z'], true, '2026-12-01T09:00:00.000Z', ['STATUS']],
  [['STATUS:NEEDS-ACTION', 'COMPLETED:20261201T090000Z'], false, null, []],
  [['STATUS:IN-PROCESS', 'PERCENT-COMPLETE:30'], false, null, ['PERCENT-COMPLETE']],
])('%s', async (lines, completed, completed_at, lost) => {
  const read = await readOneTodo(lines);
  expect(read.todo).toMatchObject({ completed, completed_at });
  expect(read.lost.map(({ property }) => property)).toEqual(lost);
});

test('categories of several lines, relations of every kind', async () => {
  const { todo, child_uids, lost } = await readOneTodo([
    'CATEGORIES:a,b\\, c',
    'CATEGORIES;LANGUAGE=de: a ,,d',
    'RELATED-TO;RELTYPE=CHILD:below',
    'RELATED-TO;RELTYPE=PARENT:above',
    'RELATED-TO;RELTYPE=SIBLING:beside',
    'RELATED-TO:another',
  ]);
  expect(todo).toMatchObject({ labels: ['a', 'b, c', 'd'], parent_uid: 'above' });
  expect(child_uids).toEqual(['below']);
  expect(lost.map(({ property }) => property)).toEqual(['RELATED-TO', 'RELATED-TO']);
});

test.each([
  [0, 0],
  [1, 4],
  [2, 4],
  [3, 3],
  [5, 3],
  [6, 2],
  [7, 2],
  [9, 1],
  [10, 0],
])('PRIORITY:%i is %i', async (value, priority) => {
  expect((await readOneTodo([`PRIORITY:${value}`])).todo.priority).toBe(priority);
});

test('what has no word for it is called by its notes', async () => {
  const { todo } = await readOneTodo(['SUMMARY:', 'DESCRIPTION:first\\nsecond']);
  expect(todo).toMatchObject({ description: 'first', notes: 'first\nsecond' });
});

test('blanks are words: what they are called by here, a file of ours brings back', async () => {
  const { todo } = await readOneTodo(['SUMMARY:  \\n', 'DESCRIPTION:first']);
  expect(todo).toMatchObject({ description: '  \n', notes: 'first' });
});

test('a SUMMARY may be blank, and must be there', async () => {
  expect((await readOneTodo(['SUMMARY:'])).todo.description).toBe('');
  expect((await readAll(calendarOf(['BEGIN:VTODO', 'UID:1@test', 'END:VTODO'])))[1]).toMatchObject({
    kind: 'problem',
    property: 'SUMMARY',
    message: expect.stringContaining('is missing'),
  });
});

test('what nobody can see is left out, what others add is let go', async () => {
  const { todo, lost } = await readOneTodo([
    'SUMMARY;ALTREP="CID:<html>";LANGUAGE=en:a\u0007b\u0000',
    'X-APPLE-SORT-ORDER:1',
    'X-OC-HIDESUBTASKS:1',
    'CLASS:PRIVATE',
  ]);
  expect(todo.description).toBe('ab');
  expect(lost).toEqual([]);
});

test('a changed occurrence of a series is skipped', async () => {
  expect(await readOne(['RECURRENCE-ID:20261201T090000Z', timed])).toMatchObject({ kind: 'skipped', line: 4 });
});

const outlook = (tzid: string, rule = 'RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3') => [
  'BEGIN:VTIMEZONE',
  `TZID:${tzid}`,
  'BEGIN:STANDARD',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:-0400',
  'TZOFFSETTO:-0500',
  'RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:-0500',
  'TZOFFSETTO:-0400',
  rule,
  'END:DAYLIGHT',
  'END:VTIMEZONE',
];

test.each([
  ['20260701T090000', '2026-07-01T13:00:00.000Z'],
  ['20261201T090000', '2026-12-01T14:00:00.000Z'],
  ['99990701T090000', '9999-07-01T13:00:00.000Z'],
])('a zone of the file’s own: %s', async (local, due_date) => {
  const { todo, lost } = await readOneTodo([`DUE;TZID=Customized:${local}`], { before: outlook('Customized') });
  expect(todo).toMatchObject({ due_date, time_zone: null });
  expect(lost).toMatchObject([{ property: 'TZID' }]);
});

test('a zone that says where it is', async () => {
  const before = outlook('Mine').toSpliced(2, 0, 'X-LIC-LOCATION:Europe/Berlin');
  const { todo } = await readOneTodo(['DUE;TZID=Mine:20261201T090000'], { before });
  expect(todo).toMatchObject({ due_date: '2026-12-01T08:00:00.000Z', time_zone: 'Europe/Berlin' });
});

test.each([
  'RRULE:FREQ=SECONDLY',
  'RRULE:FREQ=YEARLY;BYMONTH=1;BYSECOND=1,2,3',
  'RRULE:FREQ=YEARLY;BYDAY=SU',
  'RRULE:BYMONTH=1',
])('a zone with %s is none, and takes no time', async (rule) => {
  const item = await readOne(['DUE;TZID=Customized:20260701T090000'], { before: outlook('Customized', rule) });
  expect(item).toMatchObject({ kind: 'problem', property: 'DUE' });
});
