import type { Notice } from 'db';
import type { Content, DueTodo, Envelope } from '../channels/message.ts';
import { shorten } from '../channels/shorten.ts';

// What people read, in English. Times are those of the account's zone.

/** In characters; mail programs and notifications show less. */
const longestTitle = 150;
/** What is late by less is on time for people, in ms. */
const punctual = 60_000;

/** A title, and sentences under it. */
export interface Wording {
  title: string;
  lines: string[];
}

export type AccountKind = Exclude<Content['kind'], 'reminder' | 'digest' | 'notice' | 'test'>;

/** Text without line breaks, control characters, and marks that turn the direction of what comes after it. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
}

/** Text with its line breaks and without other control characters. */
export function paragraphs(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\p{Zl}\p{Zp}]/gu, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trimEnd()
    .replace(/^\s*\n/, '');
}

/** The first line of a description that says something, and what of the description it does not show. */
export function splitDescription({ description }: DueTodo['todo']): { title: string; rest: string } {
  const text = paragraphs(description);
  const [first = '', ...others] = text.split('\n');
  const line = oneLine(first);
  const title = shorten(line, (short) => short.length <= longestTitle);
  return { title: title || 'Reminder', rest: title === line ? paragraphs(others.join('\n')) : text };
}

/** When a todo is due, such as `Due Tue 1 Dec 2026, 09:00`. */
export function dueText({ reminder, todo }: DueTodo, zone: string): string {
  if (todo.due_date === null) return `Set for ${momentText(reminder.scheduled_for, zone)}`;
  if (!todo.due_date.includes('T')) return `Due ${dayText(todo.due_date, 'UTC')}, all day`;
  return `Due ${momentText(todo.due_date, zone)}`;
}

/** What a single reminder says of its time: when it is due, with the zone, and that it is late where it is. */
export function timeLines(due: DueTodo, { zone, now }: Envelope): string[] {
  const isAllDay = due.todo.due_date !== null && !due.todo.due_date.includes('T');
  const text = dueText(due, zone);
  return [isAllDay ? text : `${text} (${zone})`, ...lateLine(due, { zone, now })];
}

function lateLine({ reminder }: DueTodo, { zone, now }: Pick<Envelope, 'zone' | 'now'>): string[] {
  const late = now.getTime() - Date.parse(reminder.scheduled_for);
  if (late <= punctual) return [];
  const isToday = dayText(reminder.scheduled_for, zone) === dayText(now, zone);
  const rung = isToday
    ? `at ${clockText(reminder.scheduled_for, zone)}`
    : `on ${momentText(reminder.scheduled_for, zone)}`;
  return [`This reminder is ${durationText(late)} late: it should have rung ${rung}.`];
}

export function digestTitle(
  { daily, due }: Extract<Content, { kind: 'digest' }>,
  { zone, now }: Pick<Envelope, 'zone' | 'now'>,
): string {
  const reminders = counted(due.length, 'reminder');
  if (daily) return `${reminders} for ${longDayText(now, zone)}`;
  return due.length === 1
    ? `${reminders} was due while it could not be sent`
    : `${reminders} were due while they could not be sent`;
}

export function noticeWording({ channel, reason }: Notice): Wording {
  const name = oneLine(channel.name);
  return {
    title: `The channel “${name}” was switched off`,
    lines: [
      `Duebell sends nothing to the channel “${name}” any more: ${oneLine(reason)}.`,
      `Once its receiver works again, switch it on: in your application, or with PATCH /api/v1/channels/${channel.id} and {"enabled": true}.`,
      'What could not be sent is in the log of deliveries, and can be sent again from there. Your other channels go on ringing.',
    ],
  };
}

export function testWording(channel: { name: string }): Wording {
  const name = oneLine(channel.name);
  return {
    title: `Test of the channel “${name}”`,
    lines: [`This is a test of the channel “${name}”. It works: this is where your reminders will arrive.`],
  };
}

/** For messages with one link, which comes after `lines`; `ignore` comes after the link. */
export function accountWording(kind: AccountKind, host: string): Wording & { button: string; ignore: string } {
  switch (kind) {
    case 'confirmation':
      return {
        title: 'Shall reminders come to this address?',
        lines: [
          `Somebody, most likely you, wants Duebell at ${host} to send reminders to this address.`,
          'If that is right, say so within 7 days:',
        ],
        button: 'Yes, send reminders here',
        ignore: 'If it was not you, ignore this message: no reminders will come.',
      };
    case 'password_reset':
      return {
        title: 'Choose a new password',
        lines: [
          `Somebody, most likely you, asked for a new password for the account with this address at Duebell, ${host}.`,
          'You can choose one within the next hour, once:',
        ],
        button: 'Choose a new password',
        ignore: 'If it was not you, ignore this message: your password stays as it is.',
      };
    case 'invitation':
      return {
        title: 'You are invited to Duebell',
        lines: [
          `You are invited to open an account at Duebell, ${host}: it keeps what you have to do, and reminds you in time.`,
          'The invitation is good for 7 days and for one account:',
        ],
        button: 'Open an account',
        ignore: 'If you do not want one, ignore this message: nothing will happen.',
      };
  }
}

/** `1 reminder`, `5 reminders`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

function durationText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return counted(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day');
}

/** Tue 1 Dec 2026, 09:00 */
function momentText(moment: string, zone: string): string {
  return `${dayText(moment, zone)}, ${clockText(moment, zone)}`;
}

function clockText(moment: string, zone: string): string {
  const { hour, minute } = parts(moment, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${hour}:${minute}`;
}

/** Tue 1 Dec 2026; a day alone is one in UTC */
function dayText(moment: string | Date, zone: string): string {
  const format = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  const { weekday, day, month, year } = parts(moment, zone, format);
  return `${weekday} ${day} ${month} ${year}`;
}

/** Tuesday, 1 December */
function longDayText(moment: Date, zone: string): string {
  const { weekday, day, month } = parts(moment, zone, { weekday: 'long', day: 'numeric', month: 'long' });
  return `${weekday}, ${day} ${month}`;
}

function parts(
  moment: string | Date,
  timeZone: string,
  format: Intl.DateTimeFormatOptions,
): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  const formatted = new Intl.DateTimeFormat('en-US', { timeZone, ...format }).formatToParts(new Date(moment));
  return Object.fromEntries(formatted.map(({ type, value }) => [type, value]));
}
