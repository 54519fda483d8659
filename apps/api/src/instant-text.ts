import { parseDateTime } from 'schedule';

/** A date-time that its format has checked, as PostgreSQL reads it: it takes fewer offsets, years and digits than RFC 3339. */
export function instantText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : parseDateTime(text)?.toISOString();
}
