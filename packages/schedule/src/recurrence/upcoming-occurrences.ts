import { dayText } from '../calendar-day.ts';
import { type DueDate, dayOf, instantOf } from '../due-date.ts';
import { atLocalTime } from '../local-time.ts';
import { expandSeries, type ParsedSeries } from './expand-series.ts';
import type { Series } from './occurrences.ts';
import { parseRule } from './parse-rule.ts';
import { readSeriesStart } from './series-start.ts';

/** Where a todo stands in its series. */
export interface CurrentOccurrence extends Series {
  /** What the next occurrence is counted from: the series as it was planned, or the day of the completion. */
  recurrenceFrom: 'due' | 'completion';
  due: DueDate;
  now: Date;
  /** Completions so far. Only COUNT in a series from `completion` looks at it. */
  done: number;
}

interface Restart {
  /** On whose day a series from `completion` starts again, at its own time of day. */
  restart: DueDate;
  done: number;
  limit: number;
}

/** The occurrences after both the due date and now. */
export function upcomingOccurrences(current: CurrentOccurrence, { restart, done, limit }: Restart): DueDate[] {
  const { recurrenceFrom, zone, due } = current;
  const now: DueDate = { at: current.now };
  const series: ParsedSeries = { rule: parseRule(current.rule), start: readSeriesStart(current.start), zone };
  if (recurrenceFrom === 'due') return expandSeries(series, latest(series, due, now), limit);

  const { count } = series.rule;
  const remaining = count === undefined ? limit : Math.min(limit, count - done);
  const restarted = restartedOn(series, dayOf(restart, zone));
  // the start stands for the completion itself
  return expandSeries(restarted, latest(series, due, now, startOf(restarted)), remaining);
}

function restartedOn({ rule, start, zone }: ParsedSeries, day: number): ParsedSeries {
  return { rule: { ...rule, count: undefined }, start: { ...start, day }, zone };
}

function startOf({ start, zone }: ParsedSeries): DueDate {
  const day = dayText(start.day);
  return start.time === undefined ? { on: day } : { at: atLocalTime(day, start.time, zone) };
}

/** The latest of some due dates, as a day for an all-day series, else as an instant. */
function latest({ start, zone }: ParsedSeries, ...dues: DueDate[]): DueDate {
  return start.time === undefined
    ? { on: dayText(Math.max(...dues.map((due) => dayOf(due, zone)))) }
    : { at: new Date(Math.max(...dues.map((due) => instantOf(due, zone)))) };
}
