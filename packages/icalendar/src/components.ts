import { CalendarError } from './calendar-error.ts';
import type { ContentLine } from './content-lines.ts';

/** A part of a calendar, and the parts of that. */
export interface Component {
  /** in upper case, such as VTODO */
  name: string;
  line: number;
  lines: ContentLine[];
  components: Component[];
}

/** What a line was the end of: the properties of a calendar, or a part of one. */
export type Cut = { calendar: Component } | { component: Component };

/** The most that one component may have, in UTF-16 units. */
export const longestComponent = 4 * 1024 * 1024;
/** What a line takes beside its text. */
const lineOverhead = 100;
/** How deep components may stand in each other; a VALARM in a VTODO in a VCALENDAR is 3. */
const deepest = 10;

/** Those whose lines are wanted. */
const kept = new Set(['VTODO', 'VTIMEZONE']);

/**
 * Cuts a stream of lines into the components of its calendars (RFC 5545 §3.4, §3.6). Of components that are not wanted
 * the lines are let go. Throws CalendarError where it is no calendar, or BEGIN and END do not match.
 */
export function createCutter() {
  const open: Component[] = [];
  let size = 0;
  let isAnnounced = false;
  let seen = 0;

  /** The properties of the calendar, once, before its first component or at its end. */
  function announce(): Cut[] {
    const [calendar] = open;
    if (!calendar || isAnnounced) return [];
    isAnnounced = true;
    return [{ calendar }];
  }

  function begin(name: string, line: number): Cut[] {
    const cuts = open.length === 1 ? announce() : [];
    if (open.length === 0) isAnnounced = false;
    if (open.length === 0 && name !== 'VCALENDAR') throw noCalendar(line);
    if (open.length === deepest) throw new CalendarError(line, `has components more than ${deepest} deep`);
    if (open.length <= 1) size = 0;
    if (isKept()) grow(lineOverhead);
    const component = { name, line, lines: [], components: [] };
    if (open.length > 1 && isKept()) open.at(-1)?.components.push(component);
    open.push(component);
    return cuts;
  }

  function end(name: string, line: number): Cut[] {
    const last = open.at(-1);
    if (!last) throw noCalendar(line);
    if (last.name !== name)
      throw new CalendarError(line, `has END:${name} where the ${last.name} of line ${last.line} is open`);
    const cuts = open.length === 1 ? announce() : open.length === 2 ? [{ component: last }] : [];
    open.pop();
    return cuts;
  }

  function grow(more: number): void {
    size += more;
    const whole = open[1] ?? open[0];
    if (whole && size > longestComponent)
      throw new CalendarError(
        whole.line,
        `begins a ${whole.name} of more than ${longestComponent.toLocaleString('en')} characters, which no todo needs`,
      );
  }

  function isKept(): boolean {
    const [, component] = open;
    return component === undefined || kept.has(component.name);
  }

  return {
    push({ number, text }: ContentLine): Cut[] {
      seen += 1;
      // a byte order mark, where the decoder left it
      const line = seen === 1 ? text.replace(/^\ufeff/, '') : text;
      const [, verb, name = ''] = /^(BEGIN|END):\s*([A-Za-z0-9-]+)\s*$/i.exec(line) ?? [];
      if (verb)
        return verb.toUpperCase() === 'BEGIN' ? begin(name.toUpperCase(), number) : end(name.toUpperCase(), number);
      const last = open.at(-1);
      if (!last) throw noCalendar(number);
      if (!isKept() || (open.length === 1 && isAnnounced)) return [];
      grow(line.length + lineOverhead);
      last.lines.push({ number, text: line });
      return [];
    },
    /** Throws CalendarError where the calendar was not over. */
    end(lines: number): void {
      if (seen === 0) throw new CalendarError(1, 'is empty: a calendar begins with BEGIN:VCALENDAR');
      const last = open.at(-1);
      if (last)
        throw new CalendarError(
          lines,
          `is the last, and the ${last.name} of line ${last.line} has no END: the file is cut off`,
        );
    },
  };
}

function noCalendar(line: number): CalendarError {
  return new CalendarError(
    line,
    'is not of a calendar: iCalendar begins with BEGIN:VCALENDAR and ends with END:VCALENDAR',
  );
}
