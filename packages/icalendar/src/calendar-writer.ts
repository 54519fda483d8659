import { seriesStart } from 'schedule';
import type { CalendarReminder, CalendarTodo } from './calendar-todo.ts';
import { contentLine, escapeText, textLine } from './content-line.ts';
import { type DateForm, dateForm, utc, wholeSecond } from './date-form.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { writePriority } from './priority.ts';
import { shownRule } from './shown-rule.ts';
import { hasZoneText, zoneText } from './zone-text.ts';

export interface CalendarWriterOptions {
  /** what applications may show as the name of the calendar */
  name?: string;
  /** of the account, IANA */
  timeZone: string;
  /** of the account, HH:MM: when a todo rings that is due all day */
  defaultReminderTime: string;
  /** how often to ask for it again, a duration such as PT1H */
  refreshInterval?: string;
}

/** Answers the text of a calendar piece by piece: `head`, any number of todos or events, `end`. */
export interface CalendarWriter {
  head(): string;
  /** A VTODO, and before it the VTIMEZONE that it is the first to need. */
  todo(todo: CalendarTodo): string;
  /** A VEVENT on the day or at the moment it is due, for applications that show no VTODO; nothing where it is not due. */
  event(todo: CalendarTodo): string;
  end(): string;
}

/** How long an event is for a todo that is due at a moment, which has no length. */
const eventLength = 'PT15M';

/**
 * A writer of one iCalendar object: RFC 5545, with NAME and REFRESH-INTERVAL of RFC 7986. What the format has no place for
 * is in properties of ours, see docs/interchange.md. The same todos make the same text.
 */
export function createCalendarWriter(options: CalendarWriterOptions): CalendarWriter {
  const { name, timeZone, refreshInterval } = options;
  const zones = new Set<string>();

  /** The VTIMEZONE of a zone, the first time. */
  function introduce(zone: string | undefined): string {
    if (zone === undefined || zones.has(zone)) return '';
    zones.add(zone);
    return zoneText(zone);
  }

  return {
    head: () =>
      [
        'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Duebell//Duebell//EN\r\nCALSCALE:GREGORIAN\r\n',
        name && textLine('NAME', name) + textLine('X-WR-CALNAME', name),
        refreshInterval && contentLine('REFRESH-INTERVAL;VALUE=DURATION', refreshInterval),
        refreshInterval && contentLine('X-PUBLISHED-TTL', refreshInterval),
        // also without any todo: a calendar has at least one component (§3.6)
        introduce(hasZoneText(timeZone) ? timeZone : 'Etc/UTC'),
      ]
        .filter(Boolean)
        .join(''),

    todo(todo) {
      const due = dueForm(todo, timeZone);
      return [
        introduce(due?.zone),
        'BEGIN:VTODO\r\n',
        ...common(todo),
        due && contentLine(`DUE${due.parameters}`, due.value),
        // a rule is counted from DTSTART (§3.8.5.3)
        due && todo.recurrence && contentLine(`DTSTART${due.parameters}`, due.value),
        due && rule(todo, timeZone),
        contentLine('STATUS', todo.completed ? 'COMPLETED' : 'NEEDS-ACTION'),
        todo.completed && contentLine('PERCENT-COMPLETE', '100'),
        todo.completed_at && contentLine('COMPLETED', utc(todo.completed_at)),
        todo.parent_uid && textLine('RELATED-TO', todo.parent_uid),
        ...ours(todo, due, timeZone),
        ...alarms(todo, options, ';RELATED=END'),
        'END:VTODO\r\n',
      ]
        .filter(Boolean)
        .join('');
    },

    event(todo) {
      const due = dueForm(todo, timeZone);
      if (!due) return '';
      return [
        introduce(due.zone),
        'BEGIN:VEVENT\r\n',
        ...common({ ...todo, description: todo.completed ? `✓ ${todo.description}` : todo.description }),
        contentLine(`DTSTART${due.parameters}`, due.value),
        todo.due_date?.includes('T') && contentLine('DURATION', eventLength),
        // what is done comes no more
        !todo.completed && rule(todo, timeZone),
        'STATUS:CONFIRMED\r\n',
        // it takes no time of anybody
        'TRANSP:TRANSPARENT\r\n',
        ...(todo.completed ? [] : alarms(todo, options, '')),
        'END:VEVENT\r\n',
      ]
        .filter(Boolean)
        .join('');
    },

    end: () => 'END:VCALENDAR\r\n',
  };
}

function common(todo: CalendarTodo): (string | false | undefined)[] {
  return [
    textLine('UID', todo.uid),
    // without a METHOD, when it was last revised (§3.8.7.2)
    contentLine('DTSTAMP', utc(todo.updated_at)),
    contentLine('CREATED', utc(todo.created_at)),
    contentLine('LAST-MODIFIED', utc(todo.updated_at)),
    todo.version !== undefined && contentLine('SEQUENCE', String(todo.version - 1)),
    textLine('SUMMARY', todo.description),
    todo.notes !== null && todo.notes !== '' && textLine('DESCRIPTION', todo.notes),
    todo.priority > 0 && contentLine('PRIORITY', String(writePriority(todo.priority))),
    todo.labels.length > 0 && contentLine('CATEGORIES', todo.labels.map(escapeText).join(',')),
  ].map((line) => line || undefined);
}

function dueForm(todo: CalendarTodo, accountZone: string): DateForm | undefined {
  if (todo.due_date === null) return undefined;
  // what comes again does so by local time
  return dateForm(todo.due_date, todo.time_zone ?? (todo.recurrence === null ? null : accountZone));
}

function rule(todo: CalendarTodo, accountZone: string): string {
  const { recurrence, due_date, recurrence_done } = todo;
  if (recurrence === null || due_date === null) return '';
  const zone = todo.time_zone ?? accountZone;
  return contentLine('RRULE', shownRule({ rule: recurrence, due: due_date, zone, done: recurrence_done }));
}

/** The properties that are ours. Those with FOR count only while the property that they explain still says that. */
function ours(todo: CalendarTodo, due: DateForm | undefined, accountZone: string): (string | undefined)[] {
  const { list, snoozed_until, recurrence, recurrence_from } = todo;
  return [
    list ? textLine('X-DUEBELL-LIST', list.name) + textLine('X-DUEBELL-LIST-UID', list.uid) : undefined,
    zoneLine(todo, due),
    snoozed_until ? contentLine('X-DUEBELL-SNOOZED-UNTIL;VALUE=DATE-TIME', utc(snoozed_until)) : undefined,
    recurrence !== null && recurrence_from === 'completion' ? 'X-DUEBELL-RECURRENCE-FROM:COMPLETION\r\n' : undefined,
    due && seriesLine(todo, due, accountZone),
    remindersLine(todo),
  ];
}

/** Which zone a todo has, where the due date says none, or one that is the account's. */
function zoneLine({ time_zone }: CalendarTodo, due: DateForm | undefined): string | undefined {
  if (time_zone === null) return due?.zone === undefined ? undefined : 'X-DUEBELL-TIME-ZONE:ACCOUNT\r\n';
  return due?.zone === time_zone ? undefined : textLine('X-DUEBELL-TIME-ZONE', time_zone);
}

/** Where a series began and how far it got, where that is not simply the due date. */
function seriesLine(todo: CalendarTodo, due: DateForm, accountZone: string): string | undefined {
  const { recurrence, recurrence_start, recurrence_done, due_date } = todo;
  if (recurrence === null || recurrence_start === null || due_date === null) return undefined;
  const zone = todo.time_zone ?? accountZone;
  const start = recurrence_start.slice(0, 19);
  const current = due_date.includes('T') ? seriesStart({ at: wholeSecond(due_date) }, zone).slice(0, 19) : due_date;
  const shown = shownRule({ rule: recurrence, due: due_date, zone, done: recurrence_done });
  if (start === current && recurrence_done === 0 && shown === recurrence) return undefined;
  const parameters = `FOR=${due.value};START=${start.replaceAll(/[-:]/g, '')};DONE=${recurrence_done}`;
  return textLine(`X-DUEBELL-SERIES;${parameters}`, recurrence);
}

/** That there are no reminders, or those that cannot be alarms: a while before no due date. */
function remindersLine({ reminders, due_date }: CalendarTodo): string | undefined {
  if (reminders.length === 0) return 'X-DUEBELL-REMINDERS:NONE\r\n';
  if (due_date !== null) return undefined;
  const offsets = reminders.flatMap((reminder) => ('before' in reminder ? [reminder.before] : []));
  return offsets.length > 0 ? contentLine('X-DUEBELL-REMINDERS', offsets.join(',')) : undefined;
}

function alarms(
  { reminders, due_date, description }: CalendarTodo,
  { defaultReminderTime }: CalendarWriterOptions,
  related: string,
): string[] {
  // an alarm says what it is about in a line
  const text = description.trim().split('\n', 1)[0] ?? '';
  return reminders.flatMap((reminder) => {
    const trigger = triggerLines(reminder, due_date, defaultReminderTime, related);
    return trigger
      ? [`BEGIN:VALARM\r\nACTION:DISPLAY\r\n${textLine('DESCRIPTION', text)}${trigger}END:VALARM\r\n`]
      : [];
  });
}

/**
 * When an alarm goes off. What is due all day is due at midnight for an alarm (§3.8.6.3), and at the default time here:
 * others are told when it rings, and what the rule was is in a property of ours.
 */
function triggerLines(
  reminder: CalendarReminder,
  due: string | null,
  defaultTime: string,
  related: string,
): string | undefined {
  if ('at' in reminder) return contentLine('TRIGGER;VALUE=DATE-TIME', utc(reminder.at));
  if (due === null) return undefined;
  const before = parseDuration(reminder.before);
  if (!before) throw new Error(`${reminder.before} is no duration`);
  if (due.includes('T')) return contentLine(`TRIGGER${related}`, formatDuration(before));
  const trigger = formatDuration({ ...before, seconds: before.seconds + secondsOf(defaultTime) });
  return contentLine(`TRIGGER${related}`, trigger) + contentLine(`X-DUEBELL-BEFORE;FOR=${trigger}`, reminder.before);
}

/** How far into a day a time is, HH:MM, in seconds. */
export function secondsOf(clockTime: string): number {
  const [hours = 0, minutes = 0] = clockTime.split(':').map(Number);
  return hours * 3600 + minutes * 60;
}
