/** When a todo rings: a while before it is due (see `parseReminderOffset` of `schedule`), or at a moment. */
export type CalendarReminder = { before: string } | { at: string };

/**
 * A todo as it leaves for a calendar, named as in JSON. Moments are RFC 3339 with an offset (written with milliseconds
 * in UTC, of which iCalendar carries whole seconds), days YYYY-MM-DD, zones IANA.
 */
export interface CalendarTodo {
  /** what it is called on every server */
  uid: string;
  /** the list that it is in */
  list: { uid: string; name: string } | null;
  /** uid of the todo that it is a part of */
  parent_uid: string | null;
  description: string;
  notes: string | null;
  /** 0 none, 1 lowest, 4 highest */
  priority: number;
  /** names */
  labels: readonly string[];
  /** a moment, or a day */
  due_date: string | null;
  /** null for the account's */
  time_zone: string | null;
  reminders: readonly CalendarReminder[];
  snoozed_until: string | null;
  /** see `parseRecurrence` of `schedule` */
  recurrence: string | null;
  recurrence_from: 'due' | 'completion';
  /** see `seriesStart` of `schedule` */
  recurrence_start: string | null;
  recurrence_done: number;
  completed: boolean;
  completed_at: string | null;
  created_at: string;
  updated_at: string;
  /** how often it was changed, where that is known */
  version?: number;
}

/** A todo as a calendar has it. What the calendar does not say is null. */
export interface ReadTodo
  extends Omit<CalendarTodo, 'uid' | 'list' | 'reminders' | 'created_at' | 'updated_at' | 'version'> {
  uid: string | null;
  /** only in calendars that Duebell wrote */
  list: { uid: string; name: string } | null;
  /** [] where it says that there are none; null where it does not say */
  reminders: CalendarReminder[] | null;
  labels: string[];
  created_at: string | null;
  updated_at: string | null;
}

/** What of a todo could not be carried. */
export interface Loss {
  /** of iCalendar, such as EXDATE */
  property: string;
  /** in words */
  message: string;
}
