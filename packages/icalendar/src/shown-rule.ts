import { atLocalTime, parseDateTime } from 'schedule';

/** What of a series decides how its rule is shown to others. */
export interface ShownSeries {
  /** see `parseRecurrence` */
  rule: string;
  /** the due date of the occurrence that is open */
  due: string;
  /** IANA */
  zone: string;
  /** completions since the series began */
  done: number;
}

/**
 * The rule of a series as other programs have to read it, who count from the occurrence that is open:
 * - COUNT is without what is done. (Exactly so where a series goes by its completions; one that goes by its plan counted
 *   the missed ones as well, and is shown longer than it is.)
 * - UNTIL is a day for days and a moment in UTC for moments, as RFC 5545 §3.3.10 demands.
 * - RSCALE and SKIP, which RFC 5545 does not know, are left out.
 */
export function shownRule({ rule, due, zone, done }: ShownSeries): string {
  return rule
    .split(';')
    .filter((part) => !/^(RSCALE|SKIP)=/.test(part))
    .map((part) => {
      const [name, value = ''] = part.split('=');
      if (name === 'COUNT') return `COUNT=${Math.max(1, Number(value) - done)}`;
      if (name === 'UNTIL') return `UNTIL=${due.includes('T') ? lastMoment(value, zone) : value.slice(0, 8)}`;
      return part;
    })
    .join(';');
}

function lastMoment(until: string, zone: string): string {
  if (until.includes('T')) return until;
  const day = `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6)}`;
  const end = atLocalTime(day, '23:59:59', zone);
  // beyond the year 9999 nothing follows anyway
  const moment = parseDateTime(end.toISOString()) ?? new Date('9999-12-31T23:59:59Z');
  return moment.toISOString().replace('.000', '').replaceAll(/[-:]/g, '');
}
