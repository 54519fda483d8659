import type { Loss, ReadTodo } from './calendar-todo.ts';

export interface ReadOptions {
  /** of the account, IANA: what local times without a zone are read by */
  timeZone: string;
  /** of the account, HH:MM: when a todo rings that is due all day */
  defaultReminderTime: string;
}

/** What a calendar holds, in its order. `line` is where it begins; the first is 1. */
export type CalendarItem =
  /** a calendar begins; its name, where it says so */
  | { kind: 'calendar'; line: number; name: string | null }
  | {
      kind: 'todo';
      line: number;
      todo: ReadTodo;
      /** uids of todos that it says are parts of it; mostly the parts say so, in `parent_uid` */
      child_uids: string[];
      /** what it has that a todo here cannot have */
      lost: Loss[];
    }
  /** a todo that cannot be read, and why; `line` is that of the property, where it is one */
  | { kind: 'problem'; line: number; property: string; message: string }
  /** what is no todo (an event), or not one of its own (a changed occurrence of a series) */
  | { kind: 'skipped'; line: number; component: string; message: string };

/**
 * Reads calendars as a stream of text in chunks of any size, in bounded memory. The bytes have to be decoded before, and
 * refused where they are not UTF-8 (`TextDecoderStream` with `fatal`). Throws CalendarError where it is no calendar, is
 * cut off, or has a line or component that is too long.
 */
export async function* readCalendar(
  _chunks: AsyncIterable<string> | Iterable<string>,
  _options: ReadOptions,
): AsyncGenerator<CalendarItem, void, void> {
  yield* [];
  throw new Error('not written yet');
}
