import { dayNumberOf, dayText } from '../calendar-day.ts';
import { type DueDate, dayOf, instantOf } from '../due-date.ts';
import { atLocalTime } from '../local-time.ts';
import { expandDays } from './expand-days.ts';
import type { Rule } from './rule.ts';
import type { SeriesStart } from './series-start.ts';

/** A series in the zone whose clocks it goes by. */
export interface ParsedSeries {
  rule: Rule;
  start: SeriesStart;
  zone: string;
}

// RFC 3339 writes no later one
const lastDay = dayNumberOf(9999, 12, 31);
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * The first `limit` occurrences, only those after `after` where it is given. Days are expanded by the calendar alone and
 * then resolved in the zone one by one, so a time that the clocks skip is moved and never lost.
 */
export function expandSeries(series: ParsedSeries, after: DueDate | undefined, limit: number): DueDate[] {
  if (limit < 1) return [];
  return series.start.time === undefined
    ? expandAllDay(series, after, limit)
    : expandTimed(series, series.start.time, after, limit);
}

function expandAllDay({ rule, start, zone }: ParsedSeries, after: DueDate | undefined, limit: number): DueDate[] {
  const from = after ? dayOf(after, zone) + 1 : start.day;
  const { until } = rule;
  // by day as written: an all-day occurrence has no zone in which an instant could be asked for its day
  const untilDay = until ? dayOf(until, 'UTC') : lastDay;
  const occurrences: DueDate[] = [];
  for (const day of expandDays(rule, start.day, { from, through: Math.min(untilDay, lastDay) })) {
    if (occurrences.push({ on: dayText(day) }) === limit) break;
  }
  return occurrences;
}

function expandTimed(
  { rule, start, zone }: ParsedSeries,
  time: string,
  after: DueDate | undefined,
  limit: number,
): DueDate[] {
  const occurrences: DueDate[] = [];
  let previous = after ? instantOf(after, zone) : Number.NEGATIVE_INFINITY;
  // two days back: the clocks may have moved an occurrence by up to a day (Pacific/Apia skipped 2011-12-30)
  const from = after ? dayOf(after, zone) - 2 : start.day;
  const { through, until } = timedEnd(rule, zone);
  for (const day of expandDays(rule, start.day, { from, through })) {
    const at = atLocalTime(dayText(day), time, zone);
    if (at.getTime() > until) break;
    // of two occurrences that the clocks moved to the same instant there is one
    if (at.getTime() <= previous) continue;
    previous = at.getTime();
    if (occurrences.push({ at }) === limit) break;
  }
  return occurrences;
}

/** UNTIL ends a timed series after its instant, or after its day by the zone's clocks. */
function timedEnd({ until }: Rule, zone: string): { through: number; until: number } {
  if (!until) return { through: lastDay, until: lastInstant };
  if ('on' in until) return { through: dayOf(until, zone), until: lastInstant };
  return { through: Math.min(dayOf(until, zone) + 1, lastDay), until: until.at.getTime() };
}
