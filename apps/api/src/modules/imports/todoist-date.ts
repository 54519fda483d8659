import * as chrono from 'chrono-node';
import { atLocalTime, type DueDate, dayIn, occurrences, parseRecurrence } from 'schedule';
import { type Every, readEvery } from './todoist-every.ts';

/** Where and when a date is read: days and times are those of the zone (IANA), by its clocks of `now`. */
export interface Reading {
  /** such as en or pt_BR */
  language: string;
  zone: string;
  now: Date;
}

/** When a task is due, in the fields of a todo. */
export interface TodoistDate {
  due_date: string;
  recurrence?: string;
  recurrence_from?: 'due' | 'completion';
}

/** No date takes more characters, and what reads them takes its time. */
const longest = 200;

/**
 * Reads the column DATE of Todoist's CSV, which has dates in words: those that come once in the languages of chrono-node,
 * those that come again in English, see docs/interchange.md. What is not said is as soon as possible. Undefined where the
 * words, or a part of them, are not understood.
 */
export function readTodoistDate(text: string, reading: Reading): TodoistDate | undefined {
  const words = text.trim().replace(/\s+/g, ' ').replace(/ @ ?/g, ' at ');
  if (words.length > longest) return undefined;
  const every = readEvery(words.toLowerCase(), (date) => readOnce(date, { ...reading, language: 'en' })?.day);
  if (!every) {
    const once = readOnce(words, reading);
    return once && { due_date: dueText(once, reading.zone) };
  }
  const parsed = parseRecurrence(every.rule);
  const first = 'rule' in parsed && firstOf(parsed.rule, every, reading);
  if (!first) return undefined;
  return {
    due_date: 'on' in first ? first.on : first.at.toISOString(),
    recurrence: parsed.rule,
    recurrence_from: every.fromCompletion ? 'completion' : 'due',
  };
}

/** The first of a series that is still to come: all of today is, where there is no time. */
function firstOf(rule: string, { starting, time }: Every, { zone, now }: Reading): DueDate | undefined {
  const today = dayIn(zone, now);
  const isOver = time !== undefined && atLocalTime(today, time, zone) <= now;
  const from = starting ?? (isOver ? shift(today, 1) : today);
  const day = /;BY/.test(rule) ? firstDay(rule, from) : from;
  if (day === undefined) return undefined;
  // where it begins in the past, it keeps in step with that
  const [first] = occurrences({
    rule,
    start: time ? `${day}T${time}:00.000` : day,
    zone,
    after: time ? { at: now } : { on: shift(today, -1) },
    limit: 1,
  });
  return first;
}

/** The first day of a rule, from a day on: a series counts the day that it starts with as one of its own. */
function firstDay(rule: string, from: string): string | undefined {
  const before = shift(from, -1);
  const every = rule.replace(/;INTERVAL=\d+/, '');
  const [first] = occurrences({ rule: every, start: before, zone: 'UTC', after: { on: before }, limit: 1 });
  return first && 'on' in first ? first.on : undefined;
}

/** A day (YYYY-MM-DD), with a time (HH:MM) or the moment itself where the text has one. */
interface Once {
  day: string;
  time?: string;
  at?: Date;
}

type Language = Pick<chrono.Chrono, 'parse'>;

const languages: Record<string, Language> = {
  en: chrono.en.casual,
  de: chrono.de.casual,
  es: chrono.es.casual,
  fi: chrono.fi.casual,
  fr: chrono.fr.casual,
  it: chrono.it.casual,
  ja: chrono.ja.casual,
  nl: chrono.nl.casual,
  pt: chrono.pt.casual,
  ru: chrono.ru.casual,
  sv: chrono.sv.casual,
  uk: chrono.uk.casual,
  vi: chrono.vi.casual,
  zh: chrono.zh.casual,
};

function readOnce(text: string, { language, zone, now }: Reading): Once | undefined {
  const parser = languages[language.slice(0, 2).toLowerCase()] ?? chrono.en.casual;
  const reference = { instant: now, timezone: offsetAt(zone, now) };
  const [only, ...others] = parser.parse(text, reference, { forwardDate: true });
  // a part that is left over might change what the rest means
  if (!only || others.length > 0 || only.end || only.text.length !== text.length) return undefined;
  const at = (component: chrono.Component) => only.start.get(component) ?? 0;
  const day = `${String(at('year')).padStart(4, '0')}-${two(at('month'))}-${two(at('day'))}`;
  if (!only.start.isCertain('hour')) return { day };
  if (only.start.isCertain('timezoneOffset')) return { day, at: only.start.date() };
  return { day, time: `${two(at('hour'))}:${two(at('minute'))}` };
}

function dueText({ day, time, at }: Once, zone: string): string {
  if (at) return at.toISOString();
  return time === undefined ? day : atLocalTime(day, time, zone).toISOString();
}

/** In minutes. */
function offsetAt(zone: string, now: Date): number {
  const local = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(now);
  const [, sign, hours, minutes] =
    /GMT([+-])(\d\d):(\d\d)/.exec(local.find(({ type }) => type === 'timeZoneName')?.value ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

function shift(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
