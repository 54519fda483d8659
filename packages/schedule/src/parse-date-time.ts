// RFC 3339 §5.6 `date-time`. `T` and `Z` may be lower case (same section).
const dateTime =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d+)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i;

/** What RFC 3339 can write, in epoch milliseconds. */
export const earliest = Date.parse('0001-01-01T00:00:00.000Z');
export const latest = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Reads an RFC 3339 date-time with its offset and answers the instant, or undefined where the text is not one: no
 * offset, a day the month does not have, a leap second (which neither PostgreSQL nor JavaScript can store), or an
 * instant outside the years 1 to 9999 UTC (which could not be written back as RFC 3339). Digits below the millisecond
 * are cut off.
 */
export function parseDateTime(text: string): Date | undefined {
  const match = dateTime.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHour, offsetMinute] = match;
  const local = new Date(0);
  // setUTCFullYear, because Date.UTC reads the years 0-99 as 1900-1999
  local.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (local.getUTCMonth() !== Number(month) - 1 || local.getUTCDate() !== Number(day)) return undefined;
  local.setUTCHours(Number(hour), Number(minute), Number(second), milliseconds(fraction));
  const offset = sign ? Number(`${sign}1`) * (Number(offsetHour) * 60 + Number(offsetMinute)) : 0;
  const instant = local.getTime() - offset * 60_000;
  return instant >= earliest && instant <= latest ? new Date(instant) : undefined;
}

function milliseconds(fraction = ''): number {
  return Number(fraction.slice(1, 4).padEnd(3, '0'));
}
