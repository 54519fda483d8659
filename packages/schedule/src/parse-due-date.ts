import { dayNumber } from './calendar-day.ts';
import type { DueDate } from './due-date.ts';
import { parseDateTime } from './parse-date-time.ts';

/**
 * Reads a due date: an RFC 3339 date-time with its offset (see parseDateTime), or an RFC 3339 full-date (YYYY-MM-DD,
 * years 0001 to 9999) for one that is due all day. Undefined where the text is neither.
 */
export function parseDueDate(text: string): DueDate | undefined {
  if (dayNumber(text) !== undefined) return { on: text };
  const at = parseDateTime(text);
  return at && { at };
}
