import fc from 'fast-check';
import ICAL from 'ical.js';
import { parseDueDate, parseRecurrence, seriesStart } from 'schedule';
import { expect, test } from 'vitest';
import { type CalendarTodo, createCalendarWriter } from '../index.ts';
import { readTodos } from './reading.ts';

const account = { timeZone: 'America/New_York', defaultReminderTime: '08:30' };

test('what the format carries comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(todos(), { maxLength: 4 }), fc.constantFrom(3, 50, 100_000), async (written, size) => {
      const read = await readTodos(inChunks(write(written), size), account);
      expect(read.map(({ todo, lost }) => ({ ...todo, lost }))).toEqual(
        written.map(({ version: _, ...todo }) => ({ ...todo, lost: [] })),
      );
    }),
    { numRuns: 100 },
  );
});

test('in an account elsewhere what recurs by its clocks stays at the same moments', async () => {
  const due = '2026-12-01T13:30:00.000Z';
  const weekly = { ...plain, due_date: due, ...series(due, account.timeZone, 'FREQ=WEEKLY'), time_zone: null };
  const [read] = await readTodos(write([weekly]), { timeZone: 'Asia/Tokyo', defaultReminderTime: '08:30' });
  expect(read?.todo).toMatchObject({
    due_date: due,
    time_zone: 'America/New_York',
    recurrence_start: '2026-12-01T08:30:00.000',
  });
});

test('another parser finds nothing to complain of, and the same todos', async () => {
  await fc.assert(
    fc.property(fc.array(todos(), { maxLength: 4 }), (written) => {
      const calendar = new ICAL.Component(ICAL.parse(write(written)));
      const found = calendar.getAllSubcomponents('vtodo');
      const zones = calendar.getAllSubcomponents('vtimezone').map((zone) => zone.getFirstPropertyValue('tzid'));
      expect(found.map((vtodo) => vtodo.getFirstPropertyValue('summary'))).toEqual(
        written.map((todo) => todo.description),
      );
      for (const [i, vtodo] of found.entries()) {
        const due = vtodo.getFirstProperty('due');
        expect(vtodo.getAllSubcomponents('valarm')).toHaveLength(
          written[i]?.reminders.filter((reminder) => 'at' in reminder || due !== null).length ?? 0,
        );
        // §3.6.5: every TZID is defined, once
        const tzid = due?.getParameter('tzid');
        if (tzid !== undefined) expect(zones).toContain(tzid);
        // §3.8.5.3
        expect(vtodo.hasProperty('rrule')).toBe(written[i]?.recurrence !== null);
        if (vtodo.hasProperty('rrule'))
          expect(vtodo.getFirstProperty('dtstart')?.toJSON().slice(1)).toEqual(due?.toJSON().slice(1));
      }
      expect(new Set(zones).size).toBe(zones.length);
    }),
    { numRuns: 100 },
  );
});

test('no line is longer than 75 octets, none splits a character, and all end in CRLF', () => {
  fc.assert(
    fc.property(todos(), (todo) => {
      const lines = write([todo]).split('\r\n');
      expect(lines.pop()).toBe('');
      for (const line of lines) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(line.isWellFormed()).toBe(true);
        expect([...line].filter((unit) => unit !== '\t' && isControl(unit))).toEqual([]);
      }
    }),
  );
});

function write(written: CalendarTodo[]): string {
  const calendar = createCalendarWriter({ ...account, name: 'Home' });
  return calendar.head() + written.map((todo) => calendar.todo(todo)).join('') + calendar.end();
}

function inChunks(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size));
}

const plain: CalendarTodo = {
  uid: '1@home',
  list: null,
  parent_uid: null,
  description: 'water the plants',
  notes: null,
  priority: 0,
  labels: [],
  due_date: null,
  time_zone: null,
  reminders: [],
  snoozed_until: null,
  recurrence: null,
  recurrence_from: 'due',
  recurrence_start: null,
  recurrence_done: 0,
  completed: false,
  completed_at: null,
  created_at: '2026-11-01T08:00:00.000Z',
  updated_at: '2026-11-02T08:00:00.000Z',
};

function todos(): fc.Arbitrary<CalendarTodo> {
  return fc
    .record({
      uid: word(),
      list: fc.option(fc.record({ uid: word(), name: word() })),
      parent_uid: fc.option(word()),
      description: text().filter((description) => description !== ''),
      notes: fc.option(text().filter((notes) => notes !== '')),
      priority: fc.integer({ min: 0, max: 4 }),
      labels: fc.uniqueArray(word(), { maxLength: 4 }),
      due_date: fc.option(fc.oneof(moment(), day()), { freq: 4 }),
      time_zone: fc.option(fc.constantFrom('Europe/Berlin', 'Asia/Kolkata', 'US/Pacific', 'UTC', 'europe/berlin')),
      before: fc.uniqueArray(offset(), { maxLength: 5 }),
      at: fc.uniqueArray(moment(), { maxLength: 3 }),
      snoozed_until: fc.option(moment()),
      rule: fc.option(rule()),
      recurrence_from: fc.constantFrom('due' as const, 'completion' as const),
      startsEarlier: fc.integer({ min: 0, max: 3 }),
      recurrence_done: fc.integer({ min: 0, max: 3 }),
      completed: fc.boolean(),
      completed_at: fc.option(moment()),
      created_at: moment(),
      updated_at: moment(),
      version: fc.integer({ min: 1, max: 100 }),
    })
    .map(({ before, at, rule, startsEarlier, recurrence_from, recurrence_done, completed_at, ...todo }) => ({
      ...todo,
      completed_at: todo.completed ? completed_at : null,
      reminders: [...before.map((each) => ({ before: each })), ...at.map((each) => ({ at: each }))],
      ...(rule === null || todo.due_date === null
        ? { recurrence: null, recurrence_from: 'due' as const, recurrence_start: null, recurrence_done: 0 }
        : {
            ...series(todo.due_date, todo.time_zone ?? account.timeZone, rule, startsEarlier),
            recurrence_from,
            recurrence_done,
          }),
    }));
}

function series(due: string, zone: string, rule: string, daysEarlier = 0) {
  const parsed = parseRecurrence(rule);
  const first = parseDueDate(due);
  if ('error' in parsed || !first) throw new Error(`${rule} from ${due}`);
  const [date = '', time] = seriesStart(first, zone).split('T');
  const start = new Date(Date.parse(date) - daysEarlier * 86_400_000).toISOString().slice(0, 10);
  return { recurrence: parsed.rule, recurrence_start: time === undefined ? start : `${start}T${time}` };
}

const word = () =>
  text()
    .map((each) => each.replaceAll(/\s+/g, ' ').trim())
    .filter((each) => each !== '');

/** With all that means something in a line of iCalendar, and characters of every length; without what it cannot carry. */
const text = () =>
  fc.string({
    unit: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...'\\;,:"\'^=\n\tnN BEGIN END:é牛🥖\u2028\u0085') },
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((unit) => !isControl(unit)),
      fc.constant('a rather long run of words that has to be folded somewhere, '),
    ),
    maxLength: 20,
  });

/** CONTROL of §3.1, and the carriage return, which is a line feed when it comes back. */
function isControl(unit: string): boolean {
  const code = unit.codePointAt(0) ?? 0;
  return code < 0x09 || (code > 0x0a && code < 0x20) || code === 0x7f;
}

/** Of whole seconds: it has no others. */
const moment = () =>
  fc
    .date({ min: new Date('1971-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
    .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000).toISOString());

const day = () => moment().map((each) => each.slice(0, 10));

const offset = () =>
  fc.constantFrom(
    'PT0S',
    '-PT15M',
    '-PT1H0M5S'.replace('0M', ''),
    '-P1D',
    '-PT24H',
    '-P7D',
    '-P1DT2H30M',
    '-P366D',
    '-PT33H',
  );

const rule = () =>
  fc.constantFrom(
    'FREQ=DAILY',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=SU',
    'FREQ=MONTHLY;BYDAY=-1FR;COUNT=10',
    'FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=OMIT',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;RSCALE=GREGORIAN;SKIP=BACKWARD;COUNT=2',
    'FREQ=DAILY;UNTIL=20991231',
    'FREQ=DAILY;UNTIL=20991231T101112Z',
    'FREQ=DAILY;COUNT=3',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  );
