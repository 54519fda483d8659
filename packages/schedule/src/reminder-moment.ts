import type { DueDate } from './due-date.ts';
import { atLocalTime } from './local-time.ts';
import { earliest, latest } from './parse-date-time.ts';
import { parseDuration, partsOf } from './reminder-offset.ts';
import { Temporal } from './temporal.ts';

/** Where and when things ring: the zone (IANA) whose clocks count, and the time (HH:MM, also with seconds) for whole days. */
export interface Ringing {
  zone: string;
  defaultReminderTime: string;
}

/**
 * When to ring for what is due, `before` (see parseReminderOffset) earlier: its days keep the time that the zone's clocks
 * show, its hours, minutes and seconds pass. What is due all day is due at the default time. Days come first, so the
 * clocks of the day that is reached count: a time that they skip is moved later by as much as they skip, of one that
 * they show twice the first is meant. Within the years 1 to 9999 UTC, which end it.
 */
export function reminderMoment(due: DueDate, before: string, { zone, defaultReminderTime }: Ringing): Date {
  const { days, seconds } = partsOf(Temporal.Duration.from(before));
  if ('on' in due) {
    const day = Temporal.PlainDate.from(due.on).add({ days }).toString();
    return within(atLocalTime(day, defaultReminderTime, zone).getTime() + seconds * 1000);
  }
  const onDay = days === 0 ? due.at.getTime() : daysAfter(due.at, days, zone);
  return within(onDay + seconds * 1000);
}

/**
 * The moment a duration (P1D, PT1H; positive, see parseReminderOffset) after another, days by the zone's clocks;
 * undefined where the text is no such duration.
 */
export function momentAfter(from: Date, text: string, zone: string): Date | undefined {
  const duration = parseDuration(text);
  if (!duration || duration.sign <= 0) return undefined;
  const { days, seconds } = partsOf(duration);
  return within(daysAfter(from, days, zone) + seconds * 1000);
}

function daysAfter(at: Date, days: number, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).add({ days }).epochMilliseconds;
}

function within(ms: number): Date {
  return new Date(Math.min(Math.max(ms, earliest), latest));
}
