import { type DueDate, parseDueDate } from 'schedule';

/** When something is due, as the table has it; `dueDate` is what todos are sorted by. */
export interface DueColumns {
  dueDate: Date | null;
  /** YYYY-MM-DD */
  dueOn: string | null;
}

/** Columns of an entity, where those that may be null may be undefined as well. */
export type Loose<Columns> = { [Name in keyof Columns]?: Columns[Name] | undefined };

/** Reads a due date that its format has checked. */
export function readDueDate(text: string | null): DueDate | null {
  return text === null ? null : (parseDueDate(text) ?? null);
}

export function columnsOf(due: DueDate | null): DueColumns {
  if (due === null) return { dueDate: null, dueOn: null };
  return 'on' in due ? { dueDate: new Date(`${due.on}T00:00:00Z`), dueOn: due.on } : { dueDate: due.at, dueOn: null };
}

export function dueOf({ dueDate, dueOn }: Loose<DueColumns>): DueDate | null {
  if (!dueDate) return null;
  return dueOn ? { on: dueOn } : { at: dueDate };
}
