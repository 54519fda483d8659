import type { Loss, ReadTodo } from './calendar-todo.ts';
import type { CalendarZones } from './calendar-zones.ts';
import type { Component } from './components.ts';
import { cleanText, unescapeText } from './content-line.ts';
import { parseDuration } from './duration.ts';
import { dayOf, momentAfterDuration } from './local-time.ts';
import { readPriority } from './priority.ts';
import { type Properties, type Property, propertiesOf, TodoProblem } from './property.ts';
import { readReminders } from './read-alarms.ts';
import { type ReadMoment, readMoment, readOptionalMoment } from './read-moment.ts';
import { noSeries, readSeries } from './read-series.ts';

export interface TodoContext {
  zones: CalendarZones;
  /** IANA */
  accountZone: string;
  /** HH:MM */
  defaultReminderTime: string;
}

export interface TodoOfCalendar {
  todo: ReadTodo;
  child_uids: string[];
  lost: Loss[];
}

/** Reads a VTODO. Throws TodoProblem where that cannot be done. */
export function readTodo(vtodo: Component, context: TodoContext): TodoOfCalendar {
  const properties = propertiesOf(vtodo);
  const { due, start, lost } = readDue(properties, context);
  const time_zone = due ? due.zone : readZone(properties, null, context);
  const zone = time_zone ?? context.accountZone;
  const series = due ? readSeries(properties, due.text, zone) : noSeries;
  const alarms = vtodo.components.filter(({ name }) => name === 'VALARM');
  const { reminders, lost: lostAlarms } = readReminders(properties, alarms, {
    ...context,
    due: due?.text ?? null,
    start,
    recurs: series.recurrence !== null,
    zone,
  });
  const { parent_uid, child_uids, lost: lostRelations } = readRelations(properties);
  const completion = readCompletion(properties, context);
  const at = (name: string) => momentOf(properties.first(name), context);
  return {
    todo: {
      uid: textOf(properties, 'UID')?.trim() || null,
      list: readList(properties),
      parent_uid,
      description: readDescription(properties, vtodo),
      notes: textOf(properties, 'DESCRIPTION') || null,
      priority: readPriority(Number(properties.first('PRIORITY')?.values[0] ?? 0)),
      labels: readLabels(properties),
      due_date: due?.text ?? null,
      time_zone,
      reminders,
      snoozed_until: at('X-DUEBELL-SNOOZED-UNTIL'),
      ...series,
      completed: completion.completed,
      completed_at: completion.completed_at,
      created_at: at('CREATED'),
      updated_at: at('LAST-MODIFIED') ?? at('DTSTAMP'),
    },
    child_uids,
    lost: [
      ...lost,
      ...lostSeries(properties, due !== null),
      ...lostAlarms,
      ...lostRelations,
      ...completion.lost,
      ...others(properties),
    ],
  };
}

interface Due {
  /** a day or a moment */
  text: string;
  /** the todo's zone */
  zone: string | null;
}

/** DUE, or DTSTART and DURATION, or DTSTART alone: what only says when it begins is due then. */
function readDue(
  properties: Properties,
  context: TodoContext,
): { due: Due | null; start: string | null; lost: Loss[] } {
  const { zones, accountZone } = context;
  const [dueProperty, startProperty, duration] = ['DUE', 'DTSTART', 'DURATION'].map((name) => properties.first(name));
  const start = dueProperty
    ? readOptionalMoment(startProperty, zones, accountZone)
    : startProperty && readMoment(startProperty, zones, accountZone);
  const moment = dueProperty
    ? readMoment(dueProperty, zones, accountZone)
    : start && duration
      ? afterStart(start, duration, accountZone)
      : start;
  if (!moment) return { due: null, start: null, lost: duration ? [nothingBegins] : [] };
  const lost: Loss[] = [];
  if (startProperty && start?.due !== moment.due)
    lost.push({ property: 'DTSTART', message: 'a todo has no beginning here' });
  if (moment.ownZone)
    lost.push({
      property: 'TZID',
      message: `${moment.ownZone} is no known time zone: the moment is right, and from then on the clocks of the account count`,
    });
  const zone = readZone(properties, moment.zone, context);
  return { due: { text: moment.due, zone }, start: start?.due ?? null, lost };
}

const nothingBegins: Loss = { property: 'DURATION', message: 'there is no DTSTART for it to begin with' };

function afterStart(start: ReadMoment, property: Property, accountZone: string): ReadMoment {
  const duration = parseDuration(property.raw);
  if (!duration) throw new TodoProblem(property, `${property.raw} is no duration`);
  const zone = start.zone ?? accountZone;
  const at = momentAfterDuration(start.due, duration, zone);
  if (!at) throw new TodoProblem(property, 'leads beyond the year 9999');
  // a day and some hours is still a day
  return { ...start, due: start.due.includes('T') ? at.toISOString() : dayOf(at.toISOString(), zone) };
}

/** The zone of a todo: what its due date says, unless a property of ours says that it is the account's, or says it instead. */
function readZone(properties: Properties, ofDue: string | null, { zones, accountZone }: TodoContext): string | null {
  const ours = unescapeText(String(properties.first('X-DUEBELL-TIME-ZONE')?.values[0] ?? '')).trim();
  // in an account that is elsewhere it stays where it was
  if (ofDue !== null) return ours === 'ACCOUNT' && ofDue === accountZone ? null : ofDue;
  return zones.find(ours)?.name ?? null;
}

function readDescription(properties: Properties, { line }: Component): string {
  const summary = textOf(properties, 'SUMMARY');
  if (summary) return summary;
  const notes = textOf(properties, 'DESCRIPTION')?.trim().split('\n', 1)[0];
  if (notes) return notes;
  // what it says, though it is blank
  if (summary !== undefined) return summary;
  throw new TodoProblem({ line, name: 'SUMMARY' }, 'is missing: there is no word of what is to be done');
}

/** Split here: ical.js takes the comma behind an escaped backslash for an escaped one. */
function readLabels(properties: Properties): string[] {
  const names = properties
    .all('CATEGORIES')
    .flatMap(({ raw }) => raw.match(/(?:[^\\,]|\\.)+/g) ?? [])
    .map((name) => cleanText(unescapeText(name)).trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

function readList(properties: Properties): ReadTodo['list'] {
  const [uid, name] = ['X-DUEBELL-LIST-UID', 'X-DUEBELL-LIST'].map((each) => {
    const value = properties.first(each)?.values[0];
    return value === undefined ? '' : cleanText(unescapeText(String(value)));
  });
  return uid && name ? { uid, name } : null;
}

function readRelations(
  properties: Properties,
): Pick<TodoOfCalendar, 'child_uids' | 'lost'> & { parent_uid: string | null } {
  const parents: string[] = [];
  const child_uids: string[] = [];
  const lost: Loss[] = [];
  for (const property of properties.all('RELATED-TO')) {
    const uid = cleanText(String(property.values[0])).trim();
    const type = property.parameter('reltype')?.toUpperCase() ?? 'PARENT';
    if (uid === '') continue;
    if (type === 'CHILD') child_uids.push(uid);
    else if (type === 'PARENT' && parents.length === 0) parents.push(uid);
    else
      lost.push({
        property: 'RELATED-TO',
        message: type === 'PARENT' ? 'a todo is part of one other at most' : `there is no ${type} here`,
      });
  }
  return { parent_uid: parents[0] ?? null, child_uids, lost };
}

/** STATUS decides; without it, what else says that it is done. */
function readCompletion(
  properties: Properties,
  context: TodoContext,
): { completed: boolean; completed_at: string | null; lost: Loss[] } {
  const status = textOf(properties, 'STATUS')?.trim().toUpperCase();
  const percent = Number(properties.first('PERCENT-COMPLETE')?.values[0] ?? 0);
  const at = momentOf(properties.first('COMPLETED'), context);
  const isCancelled = status === 'CANCELLED';
  const completed =
    status === 'COMPLETED' || isCancelled || (!status && (properties.has('COMPLETED') || percent === 100));
  const lost: Loss[] = [];
  if (isCancelled) lost.push({ property: 'STATUS', message: 'what is cancelled counts as completed here' });
  if (!completed && percent > 0 && percent < 100)
    lost.push({ property: 'PERCENT-COMPLETE', message: 'a todo is done or not' });
  const cancelledAt = isCancelled ? momentOf(properties.first('LAST-MODIFIED'), context) : null;
  return { completed, completed_at: completed ? (at ?? cancelledAt) : null, lost };
}

function lostSeries(properties: Properties, isDue: boolean): Loss[] {
  const lost = ['EXDATE', 'RDATE', 'EXRULE']
    .filter((property) => properties.has(property))
    .map((property) => ({ property, message: 'a series goes by its rule alone' }));
  const rules = properties.all('RRULE').length;
  if (rules > 1) lost.push({ property: 'RRULE', message: 'a series has one rule: the first is kept' });
  if (rules > 0 && !isDue) lost.push({ property: 'RRULE', message: 'what is not due does not come again' });
  return lost;
}

/** What has no place here, and may matter to somebody. */
const homeless = ['ATTACH', 'ATTENDEE', 'COMMENT', 'CONTACT', 'GEO', 'LOCATION', 'ORGANIZER', 'RESOURCES', 'URL'];

function others(properties: Properties): Loss[] {
  return homeless
    .filter((property) => properties.has(property))
    .map((property) => ({ property, message: 'it has no place here' }));
}

function textOf(properties: Properties, name: string): string | undefined {
  const value = properties.first(name)?.values[0];
  return value === undefined ? undefined : cleanText(String(value));
}

/** A moment that does not matter enough to refuse the todo; a day is its beginning. */
function momentOf(property: Property | undefined, { zones, accountZone }: TodoContext): string | null {
  const moment = readOptionalMoment(property, zones, accountZone);
  if (!moment) return null;
  return moment.due.includes('T') ? moment.due : `${moment.due}T00:00:00.000Z`;
}
