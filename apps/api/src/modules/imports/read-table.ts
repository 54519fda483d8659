import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { type Entry, unreadable } from './entry.ts';

/** More characters than a row of a todo can have. */
const longestRow = 1024 * 1024;

/** A row of a table, as spreadsheets count it: that of the names is 1. */
export interface TableRow<Column extends string> {
  row: number;
  /** what the cell of a column says; empty where there is no such column */
  cell(column: Column): string;
  /** whether the table has the column */
  has(column: Column): boolean;
}

export interface TableShape<Column extends string> {
  columns: readonly Column[];
  /** without these it is another kind of table */
  required: readonly Column[];
  /** how names of columns are compared */
  readName(cell: string): string;
}

/**
 * Reads a table of CSV (RFC 4180) whose first row has the names of the columns, in any order; warns of columns that are not
 * known. Throws invalid_file where it is no table or another one.
 */
export async function* readTable<Column extends string>(
  bytes: AsyncIterable<Buffer>,
  { columns, required, readName }: TableShape<Column>,
): AsyncGenerator<TableRow<Column> | Extract<Entry, { fault: unknown }>> {
  const parser = parse({ relax_column_count: true, max_record_size: longestRow });
  // what goes wrong with the bytes comes out of the parser
  pipeline(bytes, parser, () => {});
  let names: string[] | undefined;
  let row = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row += 1;
      if (!names) {
        names = cells.map(readName);
        demandColumns(names, required);
        for (const name of new Set(names)) {
          if (name === '' || (columns as readonly string[]).includes(name)) continue;
          yield {
            kind: 'warning',
            fault: { row, column: name.slice(0, 100), message: 'this column is not known here, and not read' },
          };
        }
        continue;
      }
      if (cells.every((cell) => cell === '')) continue;
      if (cells.length > names.length && cells.slice(names.length).some((cell) => cell !== '')) {
        const message = `has ${cells.length} cells where the first row has ${names.length}`;
        yield { kind: 'problem', fault: { row, message } };
        continue;
      }
      const places = names;
      yield {
        row,
        cell: (column) => cells[places.indexOf(column)] ?? '',
        has: (column) => places.includes(column),
      };
    }
  } catch (error) {
    throw error instanceof CsvError ? explain(error) : error;
  }
  if (!names) throw unreadable('The file is empty.');
}

function demandColumns(names: string[], required: readonly string[]): void {
  for (const name of required) {
    if (names.includes(name)) continue;
    const remedy = /[;\t]/.test(names.join(''))
      ? 'its cells seem to be parted by semicolons or tabs: save it with commas'
      : `the names in its first row are ${names.slice(0, 20).join(', ').slice(0, 300)}`;
    throw unreadable(`The table has no column ${name}; ${remedy}.`, { row: 1 });
  }
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
  if (twice !== undefined) throw unreadable(`The column ${twice.slice(0, 100)} is there twice.`, { row: 1 });
}

/** Its own words quote the file. */
function explain(error: CsvError) {
  // it reads ahead of whoever takes its rows
  const row = Number(error.records) + 1;
  const message: Record<string, string> = {
    CSV_QUOTE_NOT_CLOSED: 'a quote has no end.',
    CSV_MAX_RECORD_SIZE: 'is longer than 1 MiB: a quote may have no end, or a text is too long.',
    CSV_INVALID_CLOSING_QUOTE: 'a quote in the middle of a cell has to be written twice.',
    INVALID_OPENING_QUOTE: 'a quote has to begin a cell, or to be written twice in one that has quotes around it.',
  };
  return unreadable(message[error.code] ?? 'cannot be read as CSV.', { row }, error);
}
