import { createHash } from 'node:crypto';
import type { ReminderRule } from 'db';
import { type DueDate, parseRecurrence, seriesStart } from 'schedule';
import { columnsOf, readDueDate } from '../../due.ts';
import { instantText } from '../../instant-text.ts';
import { invalidBody } from '../../problem.ts';
import { readRules, rulesColumn, rulesOf } from '../../reminder-rules.ts';
import { type Clocks, momentsOf, snoozeTrigger } from '../../ringing.ts';
import { noSeries, type SeriesColumns, type startSeries } from '../../series.ts';
import type { ImportedTodo } from './schemas.ts';

/** What of an account, and of the list, has a say in a new todo. */
export interface Rules extends Clocks {
  defaultReminders: ReminderRule[] | null;
}

/** A todo as it is staged: columns of the table by their names, and what other tables hold of it. */
export interface StagedTodo {
  description: string;
  notes: string | null;
  priority: number;
  due_date: Date | null;
  due_on: string | null;
  time_zone: string | null;
  recurrence: string | null;
  recurrence_from: 'due' | 'completion';
  recurrence_start: string | null;
  recurrence_done: number;
  reminders: ReminderRule[] | null;
  snoozed_until: string | null;
  completed: boolean;
  /** null also where that is not known; absent: now */
  completed_at?: string | null;
  deleted_at: string | null;
  /** absent: now */
  created_at?: string;
  updated_at?: string;
  labels: string[];
  moments: { trigger: string; fire_at: Date; silent: boolean }[];
  completions: { due_date: Date | null; due_on: string | null; completed_at: string }[];
}

/** Applies the rules of new todos to one that its schema has checked. Throws invalid_request with a pointer into the todo. */
export function prepareTodo(todo: ImportedTodo, rules: Rules, checkSeries: typeof startSeries): StagedTodo {
  const due = readDueDate(todo.due_date ?? null);
  const { time_zone = null, completed = false, snoozed_until = null, deleted_at = null } = todo;
  const { dueDate, dueOn } = columnsOf(due);
  const series = readSeries(todo, rules, checkSeries);
  if (!completed && todo.completed_at) throw invalidBody('/completed_at', 'needs "completed": true');
  if (todo.parent_uid && todo.parent_uid === todo.uid) throw invalidBody('/parent_uid', 'is the todo itself');
  const reminders = rulesColumn(todo.reminders ? readRules(todo.reminders) : rules.defaultReminders);
  const moments = momentsOf(rules, { due, zone: time_zone, rules: rulesOf(reminders) });
  const snoozed = snoozed_until === null ? null : new Date(instantText(snoozed_until));
  if (snoozed) moments.set(snoozeTrigger, snoozed);
  const rings = !completed && deleted_at === null;
  return {
    description: todo.description,
    notes: todo.notes ?? null,
    priority: todo.priority ?? 0,
    due_date: dueDate,
    due_on: dueOn,
    time_zone,
    recurrence: series.recurrence,
    recurrence_from: series.recurrenceFrom,
    recurrence_start: series.recurrenceStart,
    recurrence_done: series.recurrenceDone,
    reminders,
    snoozed_until: snoozed?.toISOString() ?? null,
    completed,
    ...(completed && todo.completed_at !== undefined && { completed_at: momentText(todo.completed_at) }),
    deleted_at: momentText(deleted_at),
    ...(todo.created_at && { created_at: instantText(todo.created_at) }),
    ...(todo.updated_at && { updated_at: instantText(todo.updated_at) }),
    labels: todo.labels ?? [],
    moments: [...(rings ? moments : [])].map(([trigger, fire_at]) => ({
      trigger,
      fire_at,
      // what would have rung before a snooze ends does not
      silent: snoozed !== null && trigger !== snoozeTrigger && fire_at <= snoozed,
    })),
    completions: (todo.completions ?? []).map((each) => {
      const of = columnsOf(readDueDate(each.due_date));
      return { due_date: of.dueDate, due_on: of.dueOn, completed_at: instantText(each.completed_at) };
    }),
  };
}

/** As `seriesStart` writes it. */
const startPattern = /^\d{4}-\d\d-\d\d(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3})?$/;

/** A series that goes on where it was, or else begins with the due date. */
function readSeries(todo: ImportedTodo, { timeZone }: Rules, checkSeries: typeof startSeries): SeriesColumns {
  const { recurrence = null, recurrence_from: recurrenceFrom = 'due' } = todo;
  const { recurrence_start = null, recurrence_done: recurrenceDone = 0 } = todo;
  if (recurrence === null) {
    if (recurrence_start !== null) throw invalidBody('/recurrence_start', 'goes with a recurrence');
    return { ...noSeries, recurrenceFrom };
  }
  const due = readDueDate(todo.due_date ?? null);
  const zone = todo.time_zone ?? timeZone;
  const goesOn = recurrence_start !== null || todo.completed;
  if (!goesOn) return { ...checkSeries({ due, recurrence, recurrenceFrom, zone }), recurrenceDone };
  // that nothing follows is as it should be at the end of a series
  const parsed = parseRecurrence(recurrence);
  if ('error' in parsed) throw invalidBody('/recurrence', parsed.error);
  if (due === null) throw invalidBody('/recurrence', 'needs a due_date');
  if (recurrence_start !== null && !isSeriesStart(recurrence_start, due))
    throw invalidBody(
      '/recurrence_start',
      'must be a local time such as 2026-12-01T09:00:00.000, or a day where the todo is due all day',
    );
  const recurrenceStart = recurrence_start ?? seriesStart(due, zone);
  return { recurrence: parsed.rule, recurrenceFrom, recurrenceStart, recurrenceDone };
}

function isSeriesStart(text: string, due: DueDate): boolean {
  const isDay = readDueDate(text.slice(0, 10)) !== null;
  return startPattern.test(text) && isDay && (text.length === 10) === 'on' in due;
}

function momentText(moment: string | null): string | null {
  return moment === null ? null : instantText(moment);
}

/**
 * Names todos that come without a uid by what they say, so that they are recognised when the file comes again; of those
 * that say the same the second is another one, and so on.
 */
export function createNaming(): (content: unknown[]) => string {
  // 48 bits of each: that two todos of a file share them costs nothing, unless the order of the file changes
  const seen = new Map<number, number>();
  return (content) => {
    const hash = createHash('sha256').update(JSON.stringify(content)).digest();
    const key = hash.readUIntBE(0, 6);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return `import:${hash.toString('base64url', 0, 24)}${nth > 1 ? `:${nth}` : ''}`;
  };
}
