import { type CalendarItem, type ReadOptions, readCalendar } from '../index.ts';

export const inBerlin: ReadOptions = { timeZone: 'Europe/Berlin', defaultReminderTime: '09:00' };

/** All that a calendar holds. */
export async function readAll(
  text: string | Iterable<string>,
  options: ReadOptions = inBerlin,
): Promise<CalendarItem[]> {
  const items = [];
  for await (const item of readCalendar(typeof text === 'string' ? [text] : text, options)) items.push(item);
  return items;
}

/** The todos of a calendar; fails where one cannot be read. */
export async function readTodos(text: string | Iterable<string>, options?: ReadOptions) {
  const items = await readAll(text, options);
  return items.flatMap((item) => {
    if (item.kind === 'problem') throw new Error(`line ${item.line}: ${item.property} ${item.message}`);
    return item.kind === 'todo' ? [item] : [];
  });
}

/** Reads one VTODO of these lines; `before` stands before it in the calendar. */
export async function readOne(
  lines: string[],
  { before = [], ...options }: Partial<ReadOptions> & { before?: string[] } = {},
) {
  const [item, ...others] = (
    await readAll(calendarOf([...before, ...vtodo(lines)]), { ...inBerlin, ...options })
  ).slice(1);
  if (!item || others.length > 0) throw new Error('there is not one item');
  return item;
}

/** The same, where it is a todo. */
export async function readOneTodo(lines: string[], options?: Parameters<typeof readOne>[1]) {
  const item = await readOne(lines, options);
  if (item.kind !== 'todo') throw new Error(JSON.stringify(item));
  return item;
}

export function calendarOf(lines: string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:test', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

/** A VTODO with a UID and a SUMMARY, unless `lines` have them. */
export function vtodo(lines: string[]): string[] {
  const has = (name: string) => lines.some((line) => line.startsWith(name));
  return [
    'BEGIN:VTODO',
    ...(has('UID') ? [] : ['UID:1@test']),
    ...(has('SUMMARY') ? [] : ['SUMMARY:it']),
    ...lines,
    'END:VTODO',
  ];
}
