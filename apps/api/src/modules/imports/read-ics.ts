import { CalendarError, type ReadTodo, readCalendar } from 'icalendar';
import { type Entry, type FileFormat, unreadable } from './entry.ts';

export interface CalendarOptions {
  /** of the account, IANA: what local times without a zone are read by */
  timeZone: string;
  /** of the account, HH:MM:SS */
  defaultReminderTime: string;
}

/** Calendars of iCalendar (RFC 5545): their VTODOs. */
export function ics(options: CalendarOptions): FileFormat {
  return { read: (bytes) => readIcs(bytes, options), placeOf };
}

/** What iCalendar calls the fields of a todo. */
const propertyOf: Record<string, string> = {
  uid: 'UID',
  list: 'X-DUEBELL-LIST',
  list_uid: 'X-DUEBELL-LIST-UID',
  parent_uid: 'RELATED-TO',
  description: 'SUMMARY',
  notes: 'DESCRIPTION',
  priority: 'PRIORITY',
  labels: 'CATEGORIES',
  due_date: 'DUE',
  reminders: 'VALARM',
  recurrence: 'RRULE',
  completed_at: 'COMPLETED',
  created_at: 'CREATED',
  updated_at: 'LAST-MODIFIED',
};

function placeOf(line: number, field?: string) {
  const column = field === undefined ? undefined : (propertyOf[field] ?? field);
  return { line, ...(column && { column }) };
}

async function* readIcs(
  bytes: AsyncIterable<Buffer>,
  { timeZone, defaultReminderTime }: CalendarOptions,
): AsyncGenerator<Entry> {
  const skipped = new Map<string, { line: number; column: string; message: string; count: number }>();
  const options = { timeZone, defaultReminderTime: defaultReminderTime.slice(0, 5) };
  try {
    for await (const item of readCalendar(texts(bytes), options)) {
      if (item.kind === 'problem') {
        const { line, property, message } = item;
        yield { kind: 'problem', fault: { line, column: property, message } };
      } else if (item.kind === 'skipped') {
        const { line, component: column, message } = item;
        const known = skipped.get(message) ?? { line, column, message, count: 0 };
        skipped.set(message, { ...known, count: known.count + 1 });
      } else if (item.kind === 'todo') {
        for (const { property, message } of item.lost)
          yield { kind: 'warning', fault: { line: item.line, column: property, message } };
        yield {
          kind: 'todo',
          place: item.line,
          calendarList: item.todo.list ?? undefined,
          childUids: item.child_uids,
          value: fieldsOf(item.todo),
        };
      }
    }
  } catch (error) {
    throw error instanceof CalendarError ? unreadable(`${error.message}.`, { line: error.line }, error) : error;
  }
  for (const { count, message, ...place } of skipped.values())
    yield { kind: 'warning', fault: { ...place, message: count > 1 ? `${message} (${count} such)` : message } };
}

async function* texts(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  for await (const piece of bytes) yield piece.toString();
}

/** What it does not say is left to the rules of new todos. */
function fieldsOf({ list: _, ...todo }: ReadTodo): object {
  return Object.fromEntries(Object.entries(todo).filter(([, value]) => value !== null));
}
