import { parseDateTime } from 'schedule';

/** A date-time that its format has checked, in UTC with milliseconds: PostgreSQL takes fewer offsets, years and digits than RFC 3339. */
export function instantText(text: string): string {
  const instant = parseDateTime(text);
  if (!instant) throw new Error(`${text} is no date-time`);
  return instant.toISOString();
}
