import { expect, test } from 'vitest';
import { positionBetween } from '../src/order.ts';

/** The position of a row that was never moved. */
const of = (id: number) => `s${String(id).padStart(19, '0')}`;

test.each([
  ['neighbours', of(1), of(2)],
  ['a wide gap', of(353), `${of(704)}5`],
  ['the end', of(7), null],
  ['the end, again', `${of(7)}75`, null],
  ['the beginning', null, of(1)],
  ['the beginning, again', null, of(0)],
  ['before the beginning', 'r9999999999999999998', of(0)],
  ['a narrow gap', `${of(1)}1`, `${of(1)}11`],
])('between %s there is room, and never on the place of a row that is yet to be made', (_, before, after) => {
  const place = positionBetween(before, after);
  if (before !== null) expect(place > before).toBe(true);
  if (after !== null) expect(place < after).toBe(true);
  if (before?.startsWith('s')) expect(place).not.toMatch(/^s\d{19}$/);
  if (before !== null && after === null) expect(place < of(8)).toBe(true);
});
