import { atLocalTime, parseDueDate, parseRecurrence, seriesStart } from 'schedule';
import type { ReadTodo } from './calendar-todo.ts';
import { unescapeText } from './content-line.ts';
import { type Properties, type Property, TodoProblem } from './property.ts';
import { shownRule } from './shown-rule.ts';

export type ReadSeries = Pick<ReadTodo, 'recurrence' | 'recurrence_from' | 'recurrence_start' | 'recurrence_done'>;

export const noSeries: ReadSeries = {
  recurrence: null,
  recurrence_from: 'due',
  recurrence_start: null,
  recurrence_done: 0,
};

/**
 * The series of a todo that is due: it begins with the due date, or where a property of ours says that it began. The rule is
 * read and never expanded. Throws TodoProblem where it is none that is kept here, see docs/recurrence.md.
 */
export function readSeries(properties: Properties, due: string, zone: string): ReadSeries {
  const rule = properties.first('RRULE');
  if (!rule) return noSeries;
  const recurrence = readRule(rule, zone);
  const from = String(properties.first('X-DUEBELL-RECURRENCE-FROM')?.values[0] ?? '').toUpperCase();
  return {
    recurrence,
    recurrence_from: from === 'COMPLETION' ? 'completion' : 'due',
    recurrence_start: seriesStart(dueOf(due), zone),
    recurrence_done: 0,
    ...readOurs(properties, { recurrence, due, zone }),
  };
}

function readRule(rule: Property, zone: string): string {
  const parsed = parseRecurrence(
    rule.raw.toUpperCase().replace(/UNTIL=(\d{8})T(\d{6})(?=;|$)/, (_, day, time) => `UNTIL=${inUtc(day, time, zone)}`),
  );
  if ('error' in parsed) throw new TodoProblem(rule, `cannot be kept: ${parsed.error}`);
  return parsed.rule;
}

/** Local time in an UNTIL: RFC 5545 forbids it beside a DTSTART with a zone, and many write it. */
function inUtc(day: string, time: string, zone: string): string {
  const [date, clock] = [day.replace(/(....)(..)(..)/, '$1-$2-$3'), time.replace(/(..)(..)(..)/, '$1:$2:$3')];
  if (!parseDueDate(`${date}T${clock}Z`)) return `${day}T${time}`;
  return atLocalTime(date, clock, zone).toISOString().replace('.000', '').replaceAll(/[-:]/g, '');
}

/** What we wrote of the series, where nobody has changed the due date and the rule since. */
function readOurs(
  properties: Properties,
  { recurrence, due, zone }: { recurrence: string; due: string; zone: string },
): Partial<ReadSeries> {
  const ours = properties.first('X-DUEBELL-SERIES');
  if (!ours || ours.parameter('for') !== properties.first('DUE')?.raw) return {};
  const parsed = parseRecurrence(unescapeText(String(ours.values[0])));
  const start = readStart(ours.parameter('start') ?? '');
  const done = /^\d{1,9}$/.exec(ours.parameter('done') ?? '')?.[0];
  const fits =
    start !== undefined && start.includes('T') === due.includes('T') && start <= seriesStart(dueOf(due), zone);
  if ('error' in parsed || !fits || done === undefined) return {};
  const shown = parseRecurrence(shownRule({ rule: parsed.rule, due, zone, done: Number(done) }));
  if ('error' in shown || shown.rule !== recurrence) return {};
  return { recurrence: parsed.rule, recurrence_start: start, recurrence_done: Number(done) };
}

/** A start as `seriesStart` writes it. */
function readStart(text: string): string | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const date = `${year}-${month}-${day}`;
  const start = hour === undefined ? date : `${date}T${hour}:${minute}:${second}.000`;
  return parseDueDate(hour === undefined ? start : `${start}Z`) ? start : undefined;
}

function dueOf(due: string) {
  const parsed = parseDueDate(due);
  if (!parsed) throw new Error(`${due} is no due date`);
  return parsed;
}
