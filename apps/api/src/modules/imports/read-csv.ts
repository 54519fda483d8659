import { CsvError } from 'csv-parse/sync';
import { type CsvColumn, csvColumns, readCell, readLabels, readReminders } from '../../portable-csv.ts';
import type { Entry, FileFormat } from './entry.ts';
import { readTable, type TableRow } from './read-table.ts';

/** A table of todos, as `GET /export?format=csv` writes it; only the column `description` has to be there. */
export const csv: FileFormat = {
  read: readCsv,
  placeOf: (row, column) => ({ row, ...(column && { column }) }),
};

const shape = {
  columns: csvColumns,
  required: ['description'] as const,
  readName: (cell: string) => cell.trim().toLowerCase(),
};

async function* readCsv(bytes: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  for await (const row of readTable<CsvColumn>(bytes, shape)) {
    yield 'kind' in row ? row : readRow(row);
  }
}

const texts = [
  'uid',
  'parent_uid',
  'notes',
  'completed_at',
  'due_date',
  'time_zone',
  'recurrence',
  'recurrence_from',
  'snoozed_until',
  'deleted_at',
  'created_at',
  'updated_at',
] as const satisfies readonly CsvColumn[];

function readRow({ row, cell, has }: TableRow<CsvColumn>): Entry {
  const read = (column: CsvColumn) => readCell(cell(column));
  const problem = (column: CsvColumn, message: string): Entry => ({
    kind: 'problem',
    fault: { ...csv.placeOf(row, column), message },
  });
  const priority = read('priority').trim();
  if (priority !== '' && !/^[0-4]$/.test(priority)) return problem('priority', 'must be a number from 0 to 4');
  const completed = booleans.get(read('completed').trim().toLowerCase());
  if (completed === undefined) return problem('completed', 'must be true or false');
  let labels: string[];
  try {
    labels = readLabels(read('labels'));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return problem('labels', 'a quote has no end');
  }
  const present = texts.map((column) => [column, read(column)] as const).filter(([, text]) => text !== '');
  return {
    kind: 'todo',
    place: row,
    list: read('list') || undefined,
    value: {
      ...Object.fromEntries(present),
      description: read('description'),
      priority: Number(priority),
      completed,
      labels,
      // without the column, the defaults of the list or the account decide
      ...(has('reminders') && { reminders: readReminders(read('reminders')) }),
    },
  };
}

const booleans = new Map([
  ['', false],
  ['false', false],
  ['no', false],
  ['0', false],
  ['true', true],
  ['yes', true],
  ['1', true],
]);
