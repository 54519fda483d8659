import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { ReminderRule } from 'db';
import { rulesColumn, rulesOf, triggerOf } from './reminder-rules.ts';

// Todos as a table (RFC 4180): a row for each, with what a cell can hold. An empty cell is null.

/** The columns in their order, and the names in the first row. */
export const csvColumns = [
  'uid',
  // its name: those of one name become one
  'list',
  'parent_uid',
  'description',
  'notes',
  'priority',
  'completed',
  'completed_at',
  'due_date',
  'time_zone',
  'recurrence',
  'recurrence_from',
  'reminders',
  'snoozed_until',
  'labels',
  'deleted_at',
  'created_at',
  'updated_at',
] as const;

export type CsvColumn = (typeof csvColumns)[number];

/** What a row holds, as text; what is absent is empty. */
export type CsvRow = Partial<Record<CsvColumn, string | null>>;

/** By it, spreadsheets know that what follows is UTF-8. */
const byteOrderMark = '\uFEFF';

/** What comes before the rows. */
export const csvHead = byteOrderMark + writeLines([csvColumns]);

/** Rows as lines, each with its line break. */
export function writeCsvRows(rows: readonly CsvRow[]): string {
  return writeLines(rows.map((row) => csvColumns.map((column) => writeCell(row[column] ?? ''))));
}

/**
 * What a cell says. Spreadsheets take what begins with one of these characters for a formula, which could do anything
 * (CWE-1236), and `-PT15M` for a mistake: `writeCsvRows` puts an apostrophe before it, and before that of a text which
 * reads like one that has it, so that taking one away gives back every text. Other programs’ cells stay as they are.
 */
export function readCell(cell: string): string {
  return guarded.test(cell) ? cell.slice(1) : cell;
}

const dangerous = /^'*[=+\-@\t\r\n＝＋－＠]/;
const guarded = /^'+[=+\-@\t\r\n＝＋－＠]/;

function writeCell(text: string): string {
  return dangerous.test(text) ? `'${text}` : text;
}

/** Rules as `-PT15M 2026-12-01T07:00:00.000Z`, `none` where there are none, and nothing for the standard. */
export function writeReminders(rules: ReminderRule[]): string {
  if (rules.length === 0) return 'none';
  return rulesColumn(rules) === null ? '' : rules.map(triggerOf).join(' ');
}

/** The rules of a cell, in the shape of what `reminderRules` checks. */
export function readReminders(cell: string): ReminderRule[] {
  const triggers = cell.split(/\s+/).filter(Boolean);
  if (triggers.length === 0) return rulesOf(null);
  if (cell.trim().toLowerCase() === 'none') return [];
  return triggers.map((trigger) => (/^\d/.test(trigger) ? { at: trigger } : { before: trigger }));
}

/** Names as a line of CSV, so that commas may be in them: `home,"eggs, milk"`. */
export function writeLabels(names: readonly string[]): string {
  return names.length === 0 ? '' : writeLines([names]).slice(0, -2);
}

/** The names of a cell, also of one with a name in each line. Throws CsvError where a quote has no end. */
export function readLabels(cell: string): string[] {
  const lines: string[][] = parse(cell, { trim: true, relax_column_count: true, skip_empty_lines: true });
  return lines.flat().filter((name) => name !== '');
}

function writeLines(lines: readonly (readonly string[])[]): string {
  // by itself it quotes neither a part of a line break nor blanks that `readLabels` would trim
  return stringify([...lines], { record_delimiter: 'windows', quoted_match: /[\r\n]|^\s|\s$/ });
}
