import { type DueDate, dayOf } from '../due-date.ts';
import { type CurrentOccurrence, upcomingOccurrences } from './upcoming-occurrences.ts';

export interface PreviewQuery extends CurrentOccurrence {
  limit: number;
}

/**
 * The occurrences to come after the current one. For a series from `completion` they are a forecast: as if each were
 * completed on its day, an overdue one today.
 */
export function previewOccurrences({ limit, ...current }: PreviewQuery): DueDate[] {
  const { due, now, zone } = current;
  const isOverdue = dayOf(due, zone) < dayOf({ at: now }, zone);
  return upcomingOccurrences(current, { restart: isOverdue ? { at: now } : due, done: current.done + 1, limit });
}
