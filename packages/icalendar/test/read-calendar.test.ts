import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CalendarError } from '../index.ts';
import { calendarOf, readAll, readTodos, vtodo } from './reading.ts';

test('chunks may end anywhere', async () => {
  const text = `\ufeff${calendarOf([...vtodo(['SUMMARY:a long', '  line 🥖']), ...vtodo(['DUE:20261201'])])}`;
  const whole = await readAll(text);
  expect(whole).toHaveLength(3);
  for (const size of [1, 2, 3, 7, 100]) {
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
      text.slice(i * size, (i + 1) * size),
    );
    expect(await readAll(chunks)).toEqual(whole);
  }
});

test('line feeds alone, empty lines and a stream of several calendars', async () => {
  const one = calendarOf(['X-WR-CALNAME:One', ...vtodo(['SUMMARY:one'])]).replaceAll('\r\n', '\n');
  const two = calendarOf(['NAME:Two\\, too', ...vtodo(['SUMMARY:two'])]);
  expect(await readAll(`\n${one}\n\n${two}\n`)).toMatchObject([
    { kind: 'calendar', line: 2, name: 'One' },
    { kind: 'todo', line: 6 },
    { kind: 'calendar', line: 13, name: 'Two, too' },
    { kind: 'todo', line: 17 },
  ]);
});

test('what is no todo is told and not read', async () => {
  const event = ['BEGIN:VEVENT', 'garbage', 'BEGIN:VALARM', 'END:VALARM', 'END:VEVENT'];
  expect(await readAll(calendarOf([...event, 'BEGIN:VJOURNAL', 'END:VJOURNAL']))).toMatchObject([
    { kind: 'calendar', name: null },
    { kind: 'skipped', line: 4, component: 'VEVENT' },
    { kind: 'skipped', line: 9, component: 'VJOURNAL' },
  ]);
});

test('one that cannot be read does not keep the others from it', async () => {
  const text = calendarOf([...vtodo(['DUE:x']), ...vtodo(['SUMMARY:two'])]);
  expect((await readAll(text)).map(({ kind }) => kind)).toEqual(['calendar', 'problem', 'todo']);
});

test.each([
  ['', 1, 'is empty'],
  ['description,due\nmilk,tomorrow\n', 1, 'is not of a calendar'],
  ['\n\n{"todos": []}', 3, 'is not of a calendar'],
  ['BEGIN:VCARD\nEND:VCARD\n', 1, 'is not of a calendar'],
  [calendarOf([]).replace('2.0', '1.0'), 1, 'vCalendar 1.0'],
  [calendarOf(['BEGIN:VTODO', 'END:VEVENT']), 5, 'has END:VEVENT where the VTODO of line 4 is open'],
  [
    'BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VTODO\nSUMMARY:cut o',
    4,
    'the VTODO of line 3 has no END: the file is cut off',
  ],
  [calendarOf(vtodo([])).replace('END:VCALENDAR\r\n', ''), 7, 'the VCALENDAR of line 1 has no END'],
  [`${calendarOf([])}and more`, 5, 'is not of a calendar'],
  [calendarOf([...Array(12).fill('BEGIN:X'), ...Array(12).fill('END:X')]), 13, 'has components more than 10 deep'],
])('%j is refused with its line', async (text, line, message) => {
  const error = await readAll(text).catch((reason) => reason);
  expect(error).toBeInstanceOf(CalendarError);
  expect(error).toMatchObject({ line, message: expect.stringContaining(message) });
});

test.each([
  [
    'in one line',
    4,
    function* () {
      yield 'DESCRIPTION:';
      for (let i = 0; i < 1000; i++) yield 'x'.repeat(10_000);
    },
  ],
  [
    'folded',
    4,
    function* () {
      yield 'DESCRIPTION:';
      for (let i = 0; i < 200_000; i++) yield `${'x'.repeat(70)}\r\n `;
    },
  ],
  [
    'folded around nothing',
    4,
    function* () {
      yield 'DESCRIPTION:';
      for (let i = 0; i < 3000; i++) yield '\r\n '.repeat(1000);
    },
  ],
  [
    'of many properties',
    4,
    function* () {
      for (let i = 0; i < 100_000; i++) yield `X-${i}:${'x'.repeat(60)}\r\n`;
    },
  ],
  [
    'of many alarms',
    4,
    function* () {
      for (let i = 0; i < 100_000; i++) yield 'BEGIN:VALARM\r\nEND:VALARM\r\n';
    },
  ],
])('what is too long %s is refused, and not kept', async (_, line, body) => {
  let sent = 0;
  function* text() {
    yield 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTODO\r\n';
    for (const chunk of body()) {
      sent += chunk.length;
      yield chunk;
    }
  }
  const error = await readAll(text()).catch((reason) => reason);
  expect(error).toBeInstanceOf(CalendarError);
  expect([3, line]).toContain(error.line);
  expect(sent).toBeLessThan(5 * 1024 * 1024);
});

test('zones that only the file knows have an end', async () => {
  const zone = (i: number) => ['BEGIN:VTIMEZONE', `TZID:Zone ${i}`, `X-FILLER:${'x'.repeat(1000)}`, 'END:VTIMEZONE'];
  const text = calendarOf(Array.from({ length: 300 }, (_, i) => zone(i)).flat());
  await expect(readAll(text)).rejects.toThrow('one time zone of its own too many');
});

test('a line of the greatest length is read', async () => {
  const [read] = await readTodos(
    calendarOf(vtodo([`DESCRIPTION:${'\\,'.repeat(500_000)}`, `CATEGORIES:${'a'.repeat(1_000_000)}`])),
  );
  expect([read?.todo.notes?.length, read?.todo.labels[0]?.length]).toEqual([500_000, 1_000_000]);
});

test('whatever comes is read, told to be wrong, or refused', async () => {
  const lines = ['python-icalendar', 'ts-ics', 'emacs-org'].flatMap((name) =>
    readFileSync(join(import.meta.dirname, 'fixtures', `${name}.ics`), 'utf8').split('\r\n'),
  );
  const odd = [
    '',
    ' ',
    'x',
    ':',
    ';',
    '\u0000',
    '__proto__',
    '99999999',
    '-1',
    '20260101T000000Z',
    'P1D',
    '"',
    '\\',
    'Z',
  ];
  const value = fc.oneof(fc.constantFrom(...odd), fc.string({ maxLength: 10 }));
  // a line as it is, with another value, with a parameter more, or cut short
  const line = fc.tuple(fc.constantFrom(...lines), fc.nat(6), value, value).map(([text, kind, name, other]) => {
    const colon = text.indexOf(':');
    if (kind === 0) return `${text.slice(0, colon)}:${other}`;
    if (kind === 1) return `${text.slice(0, colon)};${name}=${other}${text.slice(colon)}`;
    if (kind === 2) return text.slice(0, other.length);
    return text;
  });
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 40 }), async (body) => {
      for (const text of [
        calendarOf(vtodo(body)),
        calendarOf(vtodo(body.filter((each) => !/^(BEGIN|END)/.test(each)))),
      ])
        await readAll(text).catch((error) => expect(error).toBeInstanceOf(CalendarError));
    }),
    { numRuns: 500 },
  );
});
