import { CalendarError } from './calendar-error.ts';
import type { Loss, ReadTodo } from './calendar-todo.ts';
import { createCalendarZones } from './calendar-zones.ts';
import { type Component, type Cut, createCutter } from './components.ts';
import { cleanText, unescapeText } from './content-line.ts';
import { type ContentLine, createUnfolder } from './content-lines.ts';
import { TodoProblem } from './property.ts';
import { readTodo, type TodoContext } from './read-todo.ts';

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
  chunks: AsyncIterable<string> | Iterable<string>,
  { timeZone, defaultReminderTime }: ReadOptions,
): AsyncGenerator<CalendarItem, void, void> {
  const unfolder = createUnfolder();
  const cutter = createCutter();
  const context = { zones: createCalendarZones(), accountZone: timeZone, defaultReminderTime };
  let last = 1;
  function* read(lines: ContentLine[]): Generator<CalendarItem> {
    for (const line of lines) {
      last = line.number;
      for (const cut of cutter.push(line)) yield* readCut(cut, context);
    }
  }
  for await (const chunk of chunks) yield* read(unfolder.push(chunk));
  yield* read(unfolder.end());
  cutter.end(last);
}

function* readCut(cut: Cut, context: TodoContext): Generator<CalendarItem> {
  if ('calendar' in cut) yield readHead(cut.calendar);
  else if (cut.component.name === 'VTIMEZONE') context.zones.add(cut.component);
  else yield readComponent(cut.component, context);
}

/** Throws CalendarError for a calendar of the format before this one, whose text is written another way. */
function readHead({ line, lines }: Component): CalendarItem {
  const values = new Map(
    lines.map(({ text }) => {
      const colon = text.indexOf(':');
      return [text.slice(0, colon).split(';')[0]?.toUpperCase(), text.slice(colon + 1).trim()];
    }),
  );
  if (values.get('VERSION')?.startsWith('1'))
    throw new CalendarError(line, 'begins a vCalendar 1.0, which is not read: export iCalendar (VERSION:2.0) instead');
  const name = cleanText(unescapeText(values.get('NAME') ?? values.get('X-WR-CALNAME') ?? '')).trim();
  return { kind: 'calendar', line, name: name === '' ? null : name };
}

function readComponent(component: Component, context: TodoContext): CalendarItem {
  const { name, line, lines } = component;
  if (name !== 'VTODO') return { kind: 'skipped', line, component: name, message: `a ${name} is no todo` };
  if (lines.some(({ text }) => /^RECURRENCE-ID[;:]/i.test(text)))
    return { kind: 'skipped', line, component: name, message: changedOccurrence };
  try {
    return { kind: 'todo', line, ...readTodo(component, context) };
  } catch (error) {
    if (!(error instanceof TodoProblem)) throw error;
    return { kind: 'problem', line: error.line, property: error.property, message: error.message };
  }
}

const changedOccurrence = 'it changes a single occurrence of a series, of which only the next is kept here';
