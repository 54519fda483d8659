import { atLocalTime, localDateTime } from './local-time.ts';
import { Temporal } from './temporal.ts';

/** HH:MM, also with seconds, by the clocks of an IANA zone; the end may be on the next day, and is no part of it. */
export interface QuietHours {
  start: string;
  end: string;
  zone: string;
}

/**
 * When the quiet hours end that an instant lies in by the zone's clocks, which is always after it; undefined where it
 * lies in none. Where the clocks skip the end, it is the moment of the skip; where they show it twice, the next one.
 */
export function quietUntil({ start, end, zone }: QuietHours, at: Date): Date | undefined {
  const hours = { start: Temporal.PlainTime.from(start), end: Temporal.PlainTime.from(end) };
  const local = localDateTime(zone, at);
  if (!isQuiet(hours, local)) return undefined;
  const ends = [0, 1, 2, 3]
    .flatMap((days) => momentsOf(local.toPlainDate().add({ days }).toPlainDateTime(hours.end), zone))
    .filter((moment) => moment > at.getTime() && !isQuiet(hours, localDateTime(zone, new Date(moment))));
  return new Date(Math.min(...ends));
}

/**
 * The first moment after `after` at which clocks in the zone show that time (HH:MM, also with seconds), once a day: on a
 * day that skips it, later by as much as is skipped, on one that shows it twice, the first (see atLocalTime).
 */
export function nextLocalTime(time: string, zone: string, after: Date): Date {
  const today = localDateTime(zone, after).toPlainDate();
  const moments = [-1, 0, 1, 2].map((days) => atLocalTime(today.add({ days }).toString(), time, zone).getTime());
  return new Date(Math.min(...moments.filter((moment) => moment > after.getTime())));
}

function isQuiet(
  { start, end }: { start: Temporal.PlainTime; end: Temporal.PlainTime },
  local: Temporal.PlainDateTime,
) {
  const compare = Temporal.PlainTime.compare;
  const time = local.toPlainTime();
  const [afterStart, beforeEnd] = [compare(time, start) >= 0, compare(time, end) < 0];
  return compare(start, end) <= 0 ? afterStart && beforeEnd : afterStart || beforeEnd;
}

/** When the zone's clocks show a time: once, twice, or, where they skip it, when they do so. */
function momentsOf(local: Temporal.PlainDateTime, zone: string): number[] {
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (!earlier.toPlainDateTime().equals(local))
    return [earlier.getTimeZoneTransition('next')?.epochMilliseconds ?? earlier.epochMilliseconds];
  return [earlier, local.toZonedDateTime(zone, { disambiguation: 'later' })].map((each) => each.epochMilliseconds);
}
