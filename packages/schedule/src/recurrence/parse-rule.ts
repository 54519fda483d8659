import { checkRule } from './check-rule.ts';
import { InvalidRule } from './invalid-rule.ts';
import { readByDay, readInteger, readMonths, readOrdinals, readUntil, readWeekday } from './read-values.ts';
import { type Frequency, frequencies, type Rule } from './rule.ts';

const maxLength = 500;
const supported =
  'FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY, BYSETPOS, WKST, RSCALE and SKIP';
const supportedParts = new Set(supported.split(/, | and /));

/**
 * Reads the value of an RRULE (RFC 5545 §3.3.10, with RFC 7529's SKIP), the property's name before it or not.
 *
 * @throws InvalidRule that says what is wrong
 */
export function parseRule(text: string): Rule {
  const parts = splitParts(text);
  function read<T>(name: string, reader: (value: string) => T): T | undefined {
    const value = parts.get(name);
    return value === undefined ? undefined : reader(value);
  }
  const ordinals = (name: string, max: number) => read(name, (value) => readOrdinals(name, value, max));
  const rule: Rule = {
    freq: readFrequency(parts.get('FREQ')),
    interval: read('INTERVAL', (value) => readInteger('INTERVAL', value, 1000)) ?? 1,
    count: read('COUNT', (value) => readInteger('COUNT', value, 10_000)),
    until: read('UNTIL', readUntil),
    byMonth: read('BYMONTH', readMonths),
    byWeekNo: ordinals('BYWEEKNO', 53),
    byYearDay: ordinals('BYYEARDAY', 366),
    byMonthDay: ordinals('BYMONTHDAY', 31),
    byDay: read('BYDAY', readByDay),
    bySetPos: ordinals('BYSETPOS', 366),
    weekStart: read('WKST', (value) => readWeekday('WKST', value)) ?? 1,
    skip: readSkip(parts.get('RSCALE'), parts.get('SKIP')),
  };
  checkRule(rule);
  return rule;
}

function splitParts(text: string): Map<string, string> {
  if (text.length > maxLength) throw new InvalidRule(`A rule has at most ${maxLength} characters`);
  if (!/^[!-~]*$/.test(text)) throw new InvalidRule('A rule is one line of ASCII characters, without spaces');
  const parts = new Map<string, string>();
  for (const part of text
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')) {
    const [, name, value] = /^([A-Z-]+)=([^=]+)$/.exec(part) ?? [];
    if (name === undefined || value === undefined) {
      throw new InvalidRule(
        'A rule is parts such as FREQ=WEEKLY;BYDAY=MO, each a name and a value, with ; between them',
      );
    }
    if (parts.has(name)) throw new InvalidRule(`${name} is given twice`);
    if (!supportedParts.has(name)) throw new InvalidRule(unsupported(name));
    parts.set(name, value);
  }
  return parts;
}

function unsupported(name: string): string {
  return /^BY(HOUR|MINUTE|SECOND)$/.test(name)
    ? `${name} is not supported: every occurrence has the time of day of the first`
    : `${name} is not a part of a rule; those are ${supported}`;
}

function readFrequency(text: string | undefined): Frequency {
  const freq = frequencies.find((known) => known === text);
  if (!freq) throw new InvalidRule('FREQ is required and must be DAILY, WEEKLY, MONTHLY or YEARLY');
  return freq;
}

function readSkip(rscale: string | undefined, skip: string | undefined): Rule['skip'] {
  if (rscale !== undefined && rscale !== 'GREGORIAN') throw new InvalidRule('RSCALE must be GREGORIAN');
  if (skip === undefined) return undefined;
  // RFC 7529 §4.1: SKIP must not be there without RSCALE
  if (rscale === undefined) throw new InvalidRule('SKIP needs RSCALE=GREGORIAN beside it');
  if (skip !== 'OMIT' && skip !== 'BACKWARD') throw new InvalidRule('SKIP must be OMIT or BACKWARD');
  return skip;
}
