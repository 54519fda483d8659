import type { DueDate } from '../due-date.ts';
import { expandSeries } from './expand-series.ts';
import { parseRule } from './parse-rule.ts';
import { readSeriesStart } from './series-start.ts';

/** A series as it is stored: see `parseRecurrence` and `seriesStart`. Floating is: any zone may be given. */
export interface Series {
  rule: string;
  start: string;
  /** IANA time zone; the occurrences of an all-day series are the same in every one */
  zone: string;
}

export interface OccurrencesQuery extends Series {
  /** Only occurrences after this day or instant; all, from the start, without it. */
  after?: DueDate;
  limit: number;
}

/** The next `limit` occurrences, fewer where the series ends: days for an all-day series, else instants. */
export function occurrences({ rule, start, zone, after, limit }: OccurrencesQuery): DueDate[] {
  return expandSeries({ rule: parseRule(rule), start: readSeriesStart(start), zone }, after, limit);
}
