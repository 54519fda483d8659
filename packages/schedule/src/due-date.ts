import { dayNumberOf } from './calendar-day.ts';
import { dayStart, localDateTime } from './local-time.ts';
import { Temporal } from './temporal.ts';

/**
 * When something is due: on a day, which stays that day in every zone (all-day), or at an instant. A day is written
 * YYYY-MM-DD, in the years 0001 to 9999.
 */
export type DueDate = { on: string } | { at: Date };

/** The number of the day on which it is due, by the zone's clocks where it is due at an instant. */
export function dayOf(due: DueDate, zone: string): number {
  const { year, month, day } = 'on' in due ? Temporal.PlainDate.from(due.on) : localDateTime(zone, due.at);
  return dayNumberOf(year, month, day);
}

/** When it is due as epoch milliseconds, at the beginning of the day in that zone where it is due all day. */
export function instantOf(due: DueDate, zone: string): number {
  return ('at' in due ? due.at : dayStart(due.on, zone)).getTime();
}
