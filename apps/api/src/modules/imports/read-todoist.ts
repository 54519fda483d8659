import { isTimeZone } from 'schedule';
import type { Entry, EntryOfTodo, FileFormat } from './entry.ts';
import { readTable, type TableRow } from './read-table.ts';
import { readTodoistDate, type TodoistDate } from './todoist-date.ts';

const columns = [
  'TYPE',
  'CONTENT',
  'DESCRIPTION',
  'PRIORITY',
  'INDENT',
  'AUTHOR',
  'RESPONSIBLE',
  'DATE',
  'DATE_LANG',
  'TIMEZONE',
  'DURATION',
  'DURATION_UNIT',
  'DEADLINE',
  'DEADLINE_LANG',
  // how it is shown there
  'META',
  'IS_COLLAPSED',
] as const;
type Column = (typeof columns)[number];

export interface TodoistOptions {
  /** of the account, IANA */
  zone: string;
  now: Date;
  /** the list that the project becomes; without it, its sections are lists by themselves */
  list: string | undefined;
}

/** A project of Todoist, as it exports one: todoist.com/help/articles/YC8YvN. */
export function todoist(options: TodoistOptions): FileFormat {
  return { read: (bytes) => readProject(bytes, options), placeOf };
}

/** What the file calls the fields of a todo. */
const columnOf: Record<string, Column> = {
  list: 'CONTENT',
  description: 'CONTENT',
  labels: 'CONTENT',
  notes: 'DESCRIPTION',
  parent_uid: 'INDENT',
  due_date: 'DATE',
  recurrence: 'DATE',
  time_zone: 'TIMEZONE',
};

function placeOf(row: number, field?: string) {
  const column = field === undefined ? undefined : (columnOf[field] ?? field);
  return { row, ...(column && { column }) };
}

/** A task whose comments may still come. */
interface Task {
  entry: EntryOfTodo;
  level: number;
  notes: string[];
}

async function* readProject(bytes: AsyncIterable<Buffer>, options: TodoistOptions): AsyncGenerator<Entry> {
  const shape = {
    columns,
    required: ['TYPE', 'CONTENT'] as const,
    readName: (cell: string) => cell.trim().toUpperCase(),
  };
  /** uids of the tasks that the next one may be a part of, by their level */
  const path: (string | undefined)[] = [];
  let list = options.list;
  let task: Task | undefined;
  for await (const row of readTable<Column>(bytes, shape)) {
    if ('kind' in row) {
      yield row;
      continue;
    }
    const type = row.cell('TYPE').trim().toLowerCase();
    const content = row.cell('CONTENT').trim();
    if (type === 'note' && task) {
      task.notes.push(content);
      continue;
    }
    // how the project is shown, and the empty rows between tasks
    if (type === 'meta' || (type === '' && content === '')) continue;
    if (task) yield finish(task, path);
    task = undefined;
    if (type === 'section') {
      list = options.list && content ? `${options.list} / ${content}` : content || options.list;
    } else if (type === 'task') {
      const read = readTask(row, list, options);
      if ('problem' in read) yield read.problem;
      else task = read;
    } else if (type === 'note') {
      yield warning(row.row, 'TYPE', 'a comment on the project, which no todo can take');
    } else {
      const message = `must be task, section or note, not ${type.slice(0, 100)}`;
      yield { kind: 'problem', fault: { ...placeOf(row.row, 'TYPE'), message } };
    }
  }
  if (task) yield finish(task, path);
}

/** Makes it a part of the task above that is nearest in level. */
function finish({ entry, level, notes }: Task, path: (string | undefined)[]): Entry {
  path.length = Math.min(path.length, level - 1);
  const parent = path.at(-1);
  const at = path.length;
  path.push(undefined);
  const { value } = entry;
  const text = notes.filter((note) => note !== '').join('\n\n');
  return {
    ...entry,
    key: JSON.stringify([entry.key, text]),
    value: { ...value, ...(text && { notes: text }), ...(parent !== undefined && { parent_uid: parent }) },
    tellUid: (uid) => {
      path[at] = uid;
    },
  };
}

function readTask(
  { row, cell }: TableRow<Column>,
  list: string | undefined,
  { zone, now }: TodoistOptions,
): Task | { problem: Entry } {
  const problem = (column: Column, message: string) => ({
    problem: { kind: 'problem' as const, fault: { ...placeOf(row, column), message } },
  });
  const priority = cell('PRIORITY').trim() || '4';
  if (!/^[1-4]$/.test(priority)) return problem('PRIORITY', 'must be a number from 1 to 4');
  const indent = cell('INDENT').trim() || '1';
  if (!/^[1-9]$/.test(indent)) return problem('INDENT', 'must be a number from 1');
  const ownZone = cell('TIMEZONE').trim();
  if (ownZone !== '' && !isTimeZone(ownZone))
    return problem('TIMEZONE', 'must be the name of a time zone, such as Europe/Berlin');
  const date = cell('DATE').trim();
  const due: Partial<TodoistDate> | undefined =
    date === '' ? {} : readTodoistDate(date, { language: cell('DATE_LANG') || 'en', zone: ownZone || zone, now });
  if (!due)
    return problem(
      'DATE',
      `"${date.slice(0, 100)}" is not understood: write it as 2026-12-01, 2026-12-01 15:00 or every 3 days`,
    );
  const { description, labels } = readContent(cell('CONTENT'));
  // what a todo has no field for
  const extras = [
    cell('DEADLINE').trim() && `Deadline: ${cell('DEADLINE').trim()}`,
    cell('DURATION').trim() && `Duration: ${cell('DURATION').trim()} ${cell('DURATION_UNIT').trim()}`.trim(),
    cell('RESPONSIBLE').trim() && `Responsible: ${cell('RESPONSIBLE').trim()}`,
  ].filter((each) => each !== '');
  const isTimed = due.due_date?.includes('T');
  return {
    level: Number(indent),
    notes: [cell('DESCRIPTION').trim(), extras.join('\n')],
    entry: {
      kind: 'todo',
      place: row,
      list,
      // the words, since what they mean changes from day to day
      key: JSON.stringify([cell('CONTENT').trim(), date]),
      value: {
        description,
        labels,
        priority: 4 - Number(priority) + (priority === '4' ? 0 : 1),
        ...due,
        ...(ownZone && isTimed && { time_zone: ownZone }),
      },
    },
  };
}

/** Labels are words of the content that begin with @; an asterisk before it means that it cannot be checked off there. */
function readContent(content: string): { description: string; labels: string[] } {
  const labels: string[] = [];
  const description = content
    .replace(/(^|\s)@([^\s@]+)(?=\s|$)/gu, (_, before: string, label: string) => {
      labels.push(label);
      return before;
    })
    .replace(/^\s*\* /, '')
    .replace(/[^\S\n]+/g, ' ')
    .trim();
  // one of labels alone
  return description === '' ? { description: content.trim(), labels } : { description, labels };
}

function warning(row: number, column: Column, message: string): Entry {
  return { kind: 'warning', fault: { ...placeOf(row, column), message } };
}
