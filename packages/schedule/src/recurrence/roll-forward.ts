import type { DueDate } from '../due-date.ts';
import { type CurrentOccurrence, upcomingOccurrences } from './upcoming-occurrences.ts';

export interface RollForward extends CurrentOccurrence {
  /** Leave the occurrence undone: it is no completion, and a series from `completion` starts again at its due day. */
  skip?: boolean;
}

/**
 * The due date that follows the current one when that is completed (or skipped) at `now`: the first occurrence that is
 * after both, so that what was missed does not pile up; null where the series has ended. Nothing else of a series
 * changes but `done`, which a completion raises by one; undoing is to put back the former due date and `done`.
 */
export function rollForward({ skip = false, ...current }: RollForward): DueDate | null {
  const restart: DueDate = skip ? current.due : { at: current.now };
  const [next] = upcomingOccurrences(current, { restart, done: current.done + (skip ? 0 : 1), limit: 1 });
  return next ?? null;
}
