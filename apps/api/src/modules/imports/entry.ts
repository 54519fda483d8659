import { Problem } from '../../problem.ts';
import type { Fault } from './schemas.ts';

/** Where something stands in a file, in the way that its format counts. */
export type Place = Pick<Fault, 'row' | 'line' | 'pointer' | 'column'>;

/** What a reader makes of a file: in this order settings, lists and labels, todos. None is checked yet. */
export type Entry =
  | { kind: 'settings'; value: unknown }
  | { kind: 'list'; index: number; value: unknown }
  | { kind: 'label'; index: number; value: unknown }
  | EntryOfTodo
  | { kind: 'problem'; fault: Fault }
  | { kind: 'warning'; fault: Fault };

export interface EntryOfTodo {
  kind: 'todo';
  /** as the format counts; see `placeOf` */
  place: number;
  /** in the shape of ImportedTodo */
  value: object;
  /** where the todo says no `list_uid`: the name of its list */
  list?: string | undefined;
  /** the same, of a calendar that names lists by uid */
  calendarList?: { uid: string; name: string } | undefined;
  /** todos that it says are parts of it; mostly the parts say so */
  childUids?: string[];
  /** what tells it from others where it has no uid; else its texts and its due date do */
  key?: string | undefined;
  /** its uid is told to whoever reads the file, who cannot know it where it is made of its content */
  tellUid?: (uid: string) => void;
}

/** How a kind of file is read. */
export interface FileFormat {
  /** Reads a file. Throws invalid_file where it cannot be read any further. */
  read(bytes: AsyncIterable<Buffer>): AsyncIterable<Entry>;
  /** Where a todo stands, or one of its fields. */
  placeOf(place: number, field?: string): Place;
}

/** A file, or what comes next in it, cannot be read. */
export function unreadable(message: string, place: Place = {}, cause?: unknown): Problem {
  const { row, line, column, pointer = '' } = place;
  const at = row ? `Row ${row}: ` : line ? `Line ${line}: ` : pointer && `${pointer} `;
  return new Problem('invalid_file', `${at}${message}`, {
    errors: [{ in: 'body', pointer, message, ...(row && { row }), ...(line && { line }), ...(column && { column }) }],
    cause,
  });
}
