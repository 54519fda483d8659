import { BASE_52_DIGITS, generateKeyBetween } from 'fractional-indexing';

// Rows stand in the order of their `position` (see `position` in packages/db): text that sorts bytewise, where between
// any two there is room for another. Decimal digits, as the first positions are made of ids in SQL.
const digits = '0123456789';

/**
 * A position between two neighbours; null stands for the beginning or the end. It is below the next integer: whole
 * integers are the positions of rows that are yet to be made, whose ids they are.
 */
export function positionBetween(before: string | null, after: string | null): string {
  if (before === null) return generateKeyBetween(null, after, digits, BASE_52_DIGITS);
  const next = nextInteger(before);
  return generateKeyBetween(before, after !== null && after < next ? after : next, digits, BASE_52_DIGITS);
}

function nextInteger(position: string): string {
  const integer = /^s(\d{19})/.exec(position)?.[1];
  // those at the very beginning, which were moved there, come before every id
  if (integer === undefined) return `s${'0'.repeat(19)}`;
  return `s${String(BigInt(integer) + 1n).padStart(19, '0')}`;
}
