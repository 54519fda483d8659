import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import {
  type CsvRow,
  csvHead,
  readCell,
  readLabels,
  readReminders,
  writeCsvRows,
  writeLabels,
  writeReminders,
} from '../src/portable-csv.ts';

/** As an independent program reads it. */
function readRows(text: string): CsvRow[] {
  return parse(text, { columns: true, bom: true });
}

test.each([
  '=1+1',
  '+49 30 1234',
  '-PT15M',
  '@home',
  '\tindented',
  '＝1+1',
  "'=1+1",
  "''-",
  "'quoted'",
  "'",
  ' blanks ',
  'a, b; "c"',
  'one\ntwo\r\nthree\rfour',
  '牛奶 🥛 é',
])('%j comes back from a cell as it was', (text) => {
  const [row] = readRows(csvHead + writeCsvRows([{ description: text }]));
  expect(readCell(row?.description ?? '')).toBe(text);
});

test('no cell begins with what a spreadsheet takes for a formula', () => {
  const rows = readRows(csvHead + writeCsvRows([{ uid: '=a', description: '+b', notes: '-c', labels: '@d' }]));
  expect(rows).toMatchObject([{ uid: "'=a", description: "'+b", notes: "'-c", labels: "'@d" }]);
});

test('names of labels come back from a cell, whatever is in them', () => {
  const names = ['home', 'eggs, milk', ' a ', '"q"', 'one\ntwo', '\r', '=x'];
  expect(readLabels(writeLabels(names))).toEqual(names);
  expect([writeLabels([]), readLabels('')]).toEqual(['', []]);
  expect(writeLabels(['home', 'eggs, milk'])).toBe('home,"eggs, milk"');
});

test.each([
  ['home, work', ['home', 'work']],
  ['home\nwork', ['home', 'work']],
  [' home ,, ', ['home']],
])('labels may be written by hand as %j', (cell, names) => {
  expect(readLabels(cell)).toEqual(names);
});

test.each([
  ['', [{ before: 'PT0S' }]],
  ['none', []],
  ['-PT15M', [{ before: '-PT15M' }]],
  ['PT0S -P1D 2026-12-01T07:00:00.000Z', [{ before: 'PT0S' }, { before: '-P1D' }, { at: '2026-12-01T07:00:00.000Z' }]],
])('reminders are written and read as %j', (cell, rules) => {
  expect(writeReminders(rules)).toBe(cell);
  expect(readReminders(cell)).toEqual(rules);
});
