import { parseReminderOffset } from 'schedule';
import type { CalendarReminder, Loss } from './calendar-todo.ts';
import type { CalendarZones } from './calendar-zones.ts';
import type { Component } from './components.ts';
import { unescapeText } from './content-line.ts';
import { type Duration, formatDuration, parseDuration } from './duration.ts';
import { daysBetween, momentAfterDuration } from './local-time.ts';
import { type Properties, type Property, propertiesOf, TodoProblem } from './property.ts';
import { readMoment } from './read-moment.ts';

/** How many reminders a todo can have. */
const mostReminders = 20;

/** What alarms are read by. */
export interface AlarmContext {
  /** a day or a moment */
  due: string | null;
  /** DTSTART, where there is one */
  start: string | null;
  recurs: boolean;
  /** whose clocks count days */
  zone: string;
  accountZone: string;
  /** of the account, HH:MM */
  defaultReminderTime: string;
  zones: CalendarZones;
}

/**
 * The reminders of a todo: [] where it says that there are none, null where it says nothing. Every kind of alarm is one; those
 * that another one brings again (REPEAT, RFC 9074's snoozes) are not.
 */
export function readReminders(
  todo: Properties,
  alarms: Component[],
  context: AlarmContext,
): { reminders: CalendarReminder[] | null; lost: Loss[] } {
  const lost: Loss[] = [];
  const found = new Map<string, CalendarReminder>();
  const add = (reminder: CalendarReminder) => found.set(JSON.stringify(reminder), reminder);
  const said = unescapeText(String(todo.first('X-DUEBELL-REMINDERS')?.values[0] ?? ''));
  for (const offset of said.split(',')) {
    const before = parseReminderOffset(offset.trim());
    if (before !== undefined) add({ before });
  }
  const meant = alarms.filter(isMeant);
  for (const alarm of meant) {
    const read = readAlarm(alarm, context);
    if (typeof read === 'string') lost.push({ property: 'VALARM', message: read });
    else if (found.size < mostReminders) add(read);
    else lost.push({ property: 'VALARM', message: `a todo has ${mostReminders} reminders at most` });
  }
  const saysNone = said.toUpperCase() === 'NONE' || (alarms.length > 0 && meant.length === 0);
  return { reminders: found.size > 0 ? [...found.values()] : saysNone ? [] : null, lost };
}

/** ACTION:NONE is how some say that there is no alarm. */
function isMeant({ lines }: Component): boolean {
  return !lines.some(({ text }) => /^ACTION\s*:\s*NONE\s*$|^RELATED-TO;.*RELTYPE="?SNOOZE/i.test(text));
}

/** A reminder, or in words why there is none. */
function readAlarm(alarm: Component, context: AlarmContext): CalendarReminder | string {
  try {
    const properties = propertiesOf(alarm);
    if (properties.has('PROXIMITY')) return 'it rings at a place, which is not known here';
    const trigger = properties.first('TRIGGER');
    if (!trigger) return 'it does not say when it rings';
    return trigger.type === 'duration'
      ? readRelative(trigger, properties.first('X-DUEBELL-BEFORE'), context)
      : { at: atMoment(trigger, context) };
  } catch (error) {
    if (error instanceof TodoProblem) return `${error.property} ${error.message}`;
    throw error;
  }
}

function atMoment(trigger: Property, { zones, accountZone }: AlarmContext): string {
  const { due } = readMoment(trigger, zones, accountZone);
  if (!due.includes('T')) throw new TodoProblem(trigger, `${trigger.raw} is no moment`);
  return due;
}

function readRelative(trigger: Property, ours: Property | undefined, context: AlarmContext): CalendarReminder | string {
  const { due } = context;
  const duration = parseDuration(trigger.raw);
  if (!duration) return `${trigger.raw} is no duration`;
  if (due === null) return 'it rings a while before the todo is due, which it is not';
  const exact = ours?.parameter('for') === trigger.raw ? parseReminderOffset(String(ours.values[0])) : undefined;
  if (exact !== undefined) return { before: exact };
  const offset = fromDue(duration, trigger, { ...context, due });
  const before = parseReminderOffset(formatDuration(offset.rule));
  if (before !== undefined) return { before };
  if (context.recurs) return 'it rings after the todo is due, or more than 366 days before: that cannot come again';
  const at = momentAfterDuration(due, offset.fromMidnight, context.zone);
  return at ? { at: at.toISOString() } : 'it rings outside of the years 1 to 9999';
}

/**
 * How long after the due date it rings, as a rule here and as RFC 5545 means it. These differ for days: there they begin at
 * midnight, here at the default time, which is also what is meant where a trigger is of whole days.
 */
function fromDue(
  { days, seconds }: Duration,
  trigger: Property,
  { due, start, zone, defaultReminderTime }: AlarmContext & { due: string },
): { rule: Duration; fromMidnight: Duration } {
  const between =
    trigger.parameter('related')?.toUpperCase() === 'END' || start === null
      ? { days: 0, seconds: 0 }
      : fromTo(due, start, zone);
  const fromMidnight = { days: days + between.days, seconds: seconds + between.seconds };
  if (due.includes('T')) return { rule: fromMidnight, fromMidnight };
  if (seconds === 0) return { rule: fromMidnight, fromMidnight };
  const [hours = 0, minutes = 0] = defaultReminderTime.split(':').map(Number);
  const rest = fromMidnight.seconds - hours * 3600 - minutes * 60;
  const whole = rest % 86_400 === 0 ? rest / 86_400 : 0;
  return { rule: { days: fromMidnight.days + whole, seconds: rest - whole * 86_400 }, fromMidnight };
}

/** How long after one another is: in days where both are days, else as it passes. */
function fromTo(from: string, to: string, zone: string): Duration {
  if (!from.includes('T')) return { days: daysBetween(from, to.slice(0, 10)), seconds: 0 };
  const at = to.includes('T') ? new Date(to) : momentAfterDuration(to, { days: 0, seconds: 0 }, zone);
  return { days: 0, seconds: ((at?.getTime() ?? Date.parse(from)) - Date.parse(from)) / 1000 };
}
