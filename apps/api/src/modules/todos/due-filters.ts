import { dayIn, dayStart } from 'schedule';
import { readDueDate } from '../../due.ts';

/** SQL of a filter, where `$a`, `$b`, … stand for its values. */
export interface Condition {
  sql: string;
  values: unknown[];
}

/** What todos are sorted by, as the indexes have it: those without a due date come last. */
export const sortedByDue = `coalesce(t.due_date, 'infinity'::timestamptz)`;

/** A moment between todos that are due before it and the others: for those due all day, between two days. */
interface Boundary {
  at: Date;
  /** YYYY-MM-DD; this day begins at the moment or after it */
  day: string;
}

/** Where a date-time, or the beginning of a day, stands by the clocks of a zone. A day counts from its beginning. */
export function boundaryOf(text: string, timeZone: string): Boundary {
  const due = readDueDate(text);
  if (!due) throw new Error(`no due date: ${text}`);
  if ('on' in due) return { at: dayStart(due.on, timeZone), day: due.on };
  const day = dayIn(timeZone, due.at);
  return { at: due.at, day: dayStart(day, timeZone) < due.at ? nextDay(day) : day };
}

// In both, what follows `and` follows from what stands before it, and can be looked up in an index.

export function dueFrom({ at, day }: Boundary): Condition {
  const earliest = Math.min(at.getTime(), Date.parse(`${day}T00:00:00Z`));
  return {
    sql: `(case when t.due_on is null then t.due_date >= $a::timestamptz else t.due_on >= $b::date end)
          and ${sortedByDue} >= $c::timestamptz`,
    values: [momentText(at.getTime()), dayText(day), momentText(earliest)],
  };
}

export function dueUntil({ at, day }: Boundary): Condition {
  const latest = Math.max(at.getTime(), Date.parse(`${day}T00:00:00Z`));
  return {
    sql: `(case when t.due_on is null then t.due_date < $a::timestamptz else t.due_on < $b::date end)
          and ${sortedByDue} < $c::timestamptz`,
    values: [momentText(at.getTime()), dayText(day), momentText(latest)],
  };
}

/** What is due today, later, or past and still open, by the clocks of the zone; all conditions have to hold. */
export function dueWhen(when: 'today' | 'overdue' | 'upcoming', timeZone: string, now: Date): Condition[] {
  const today = dayIn(timeZone, now);
  const tomorrow = boundaryOf(nextDay(today), timeZone);
  switch (when) {
    case 'today':
      return [dueFrom(boundaryOf(today, timeZone)), dueUntil(tomorrow)];
    case 'upcoming':
      return [dueFrom(tomorrow)];
    case 'overdue':
      // a day is over when the next begins
      return [{ sql: 'not t.completed', values: [] }, dueUntil({ at: now, day: today })];
  }
}

/** The day after. */
function nextDay(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().replace(/T.*/, '');
}

/** What PostgreSQL reads; nothing is due beyond the years 1 to 9999, where a zone can shift a boundary to. */
function dayText(day: string): string {
  if (day.startsWith('+')) return 'infinity';
  return day.startsWith('0000') || day.startsWith('-') ? '-infinity' : day;
}

function momentText(ms: number): string {
  const text = new Date(ms).toISOString();
  return dayText(text).includes('infinity') ? dayText(text) : text;
}

/** The SQL of conditions whose values are the parameters from `first` on. */
export function numbered(conditions: Condition[], first: number): string[] {
  let next = first;
  return conditions.map(({ sql, values }) => {
    const start = next;
    next += values.length;
    return sql.replaceAll(/\$([a-z])\b/g, (_, letter: string) => `$${start + letter.charCodeAt(0) - 97}`);
  });
}
