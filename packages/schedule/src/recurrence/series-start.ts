import { dayNumberOf } from '../calendar-day.ts';
import type { DueDate } from '../due-date.ts';
import { localDateTime } from '../local-time.ts';
import { Temporal } from '../temporal.ts';

/** The first occurrence of a series by the wall clock: a day, and a time of day unless it is all-day. */
export interface SeriesStart {
  day: number;
  time: string | undefined;
}

/**
 * The start to store for a series whose first occurrence is `due`: a day (`2026-03-28`) where that is all-day, else
 * what the clocks of the zone show then (`2026-03-28T02:30:00.000`). Only this text remembers that a reminder is for
 * 02:30: an occurrence at an instant may have been moved by a change of the clocks.
 */
export function seriesStart(due: DueDate, zone: string): string {
  return 'on' in due ? due.on : localDateTime(zone, due.at).toString({ fractionalSecondDigits: 3 });
}

/** Reads what `seriesStart` wrote. */
export function readSeriesStart(text: string): SeriesStart {
  const [date = '', time] = text.split('T');
  const { year, month, day } = Temporal.PlainDate.from(date);
  return { day: dayNumberOf(year, month, day), time };
}
