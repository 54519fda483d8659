import { Temporal } from './temporal.ts';

/** The calendar day, YYYY-MM-DD, on which an instant falls in an IANA time zone. */
export function dayIn(zone: string, instant: Date): string {
  return localDateTime(zone, instant).toPlainDate().toString();
}

/**
 * The instant at which a day begins in a zone: mostly midnight, else the first moment after it where the clocks skip
 * midnight (Africa/Cairo on the last Friday of April) or the whole day (Pacific/Apia on 2011-12-30).
 */
export function dayStart(day: string, zone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);
}

/**
 * The instant of a wall-clock time (HH:MM, also with seconds) on a day in a zone. A time that the clocks skip is moved
 * later by as much as they skip (02:30 becomes 03:30), of one that they show twice the first is meant: `compatible`
 * in Temporal, RFC 5545 §3.3.5.
 */
export function atLocalTime(day: string, time: string, zone: string): Date {
  const local = Temporal.PlainDate.from(day).toPlainDateTime(Temporal.PlainTime.from(time));
  return new Date(local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds);
}

/** What clocks in the zone show at that instant. */
export function localDateTime(zone: string, instant: Date): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDateTime();
}
