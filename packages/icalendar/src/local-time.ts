import { atLocalTime, dayIn, seriesStart } from 'schedule';
import type { Duration } from './duration.ts';

/** How many days lie between two, YYYY-MM-DD. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** The day that many days after another; undefined outside the years 1 to 9999. */
export function addDays(day: string, days: number): string | undefined {
  const date = new Date(Date.parse(day) + days * 86_400_000);
  if (Number.isNaN(date.getTime())) return undefined;
  const text = date.toISOString();
  return /^(?!0000)\d{4}-/.test(text) ? text.slice(0, 10) : undefined;
}

/**
 * What is a duration after a day or a moment: days by the clocks of the zone, the rest as it passes. A day is its midnight.
 * Undefined outside the years 1 to 9999.
 */
export function momentAfterDuration(due: string, { days, seconds }: Duration, zone: string): Date | undefined {
  const [day = '', time = ''] = due.includes('T')
    ? seriesStart({ at: new Date(due) }, zone).split('T')
    : [due, '00:00:00'];
  const reached = addDays(day, days);
  if (reached === undefined) return undefined;
  const at = (days === 0 && due.includes('T') ? new Date(due) : atLocalTime(reached, time, zone)).getTime();
  const moment = new Date(at + seconds * 1000);
  return Number.isNaN(moment.getTime()) || !/^(?!0000)\d{4}-/.test(moment.toISOString()) ? undefined : moment;
}

/** The day that something is on. */
export function dayOf(due: string, zone: string): string {
  return due.includes('T') ? dayIn(zone, new Date(due)) : due;
}
