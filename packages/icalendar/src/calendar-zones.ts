import ICAL from 'ical.js';
import { atLocalTime, isTimeZone } from 'schedule';
import { findIana } from 'windows-iana';
import { CalendarError } from './calendar-error.ts';
import type { Component } from './components.ts';

/** A zone that a TZID means. */
export interface CalendarZone {
  /** IANA; null where it only is in the file */
  name: string | null;
  /** The instant at which its clocks show a time (HH:MM:SS) on a day. */
  instantOf(day: string, time: string): Date;
}

/** The zones of a calendar. Those that are known by their name are that zone, whatever the file says of them. */
export interface CalendarZones {
  add(vtimezone: Component): void;
  /** Undefined where the file has not defined it before. */
  find(tzid: string): CalendarZone | undefined;
}

/** How much of zones that only the file knows is kept, in UTF-16 units. */
const mostText = 256 * 1024;

/** How many names are remembered, known or not. */
const mostRemembered = 1000;

/** Beyond this year the rules of a VTIMEZONE are not expanded: its offsets then are those of this year. */
const lastYear = 2100;

export function createCalendarZones(): CalendarZones {
  const own = new Map<string, CalendarZone>();
  // to know a zone takes 0.2 ms, and most todos are in the same
  const remembered = new Map<string, CalendarZone | undefined>();
  let size = 0;

  function known(tzid: string): CalendarZone | undefined {
    if (remembered.has(tzid)) return remembered.get(tzid);
    const zone = knownZone(tzid);
    if (remembered.size < mostRemembered) remembered.set(tzid, zone);
    return zone;
  }

  return {
    add(vtimezone) {
      const tzid = rawValue(vtimezone, 'TZID');
      if (!tzid || own.has(tzid) || known(tzid)) return;
      const location = rawValue(vtimezone, 'X-LIC-LOCATION');
      const located = location ? known(location) : undefined;
      if (located) own.set(tzid, located);
      else {
        const text = textOf(vtimezone);
        size += text.length;
        if (size > mostText) throw new CalendarError(vtimezone.line, 'is one time zone of its own too many');
        const zone = zoneOfFile(vtimezone, text, tzid);
        if (zone) own.set(tzid, zone);
      }
    },
    find: (tzid) => known(tzid) ?? own.get(tzid),
  };
}

/**
 * A zone by its name: IANA, also behind what libical and Mozilla put before it (`/freeassociation.sourceforge.net/…`), or as
 * Windows calls it (`W. Europe Standard Time`).
 */
function knownZone(tzid: string): CalendarZone | undefined {
  const parts = tzid.split('/');
  // an IANA name has up to three parts
  const endings = tzid.startsWith('/') ? [3, 2, 1].map((count) => parts.slice(-count).join('/')) : [tzid];
  const name = [...endings, ...findIana(tzid).slice(0, 1)].find(isTimeZone);
  return name === undefined ? undefined : { name, instantOf: (day, time) => atLocalTime(day, time, name) };
}

/**
 * A zone by its VTIMEZONE. Undefined where that has rules which no zone has: ical.js expands them, and one that comes
 * every second would never end.
 */
function zoneOfFile({ components }: Component, text: string, tzid: string): CalendarZone | undefined {
  const rules = components.flatMap(({ lines }) => lines.filter((line) => /^RRULE[;:]/i.test(line.text)));
  if (!rules.every((line) => yearly.test(line.text)) || components.length > 100) return undefined;
  let zone: ICAL.Timezone;
  try {
    zone = new ICAL.Timezone({ component: new ICAL.Component(ICAL.parse(text)), tzid });
    // expanded here, since that is when it finds what it cannot read
    zone.utcOffset(ICAL.Time.fromDateTimeString('2026-01-01T00:00:00'));
  } catch {
    // as good as not there
    return undefined;
  }
  return {
    name: null,
    instantOf(day, time) {
      const year = Math.min(Number(day.slice(0, 4)), lastYear);
      const local = ICAL.Time.fromDateTimeString(`${year}${day.slice(4)}T${time}`);
      return new Date(Date.parse(`${day}T${time}Z`) - zone.utcOffset(local) * 1000);
    },
  };
}

/** Once or twice a year, as the rules of zones are. */
const yearly =
  /^RRULE[^:]*:(?=.*FREQ=YEARLY)(?=.*BYMONTH=\d)((FREQ|INTERVAL|COUNT|UNTIL|WKST)=[A-Z0-9]+(;|$)|BYMONTH=\d+(;|$)|(BYDAY|BYMONTHDAY)=[-+A-Z0-9,]{1,40}(;|$))+$/i;

function rawValue({ lines }: Component, name: string): string | undefined {
  const line = lines.find(
    ({ text }) => text.toUpperCase().startsWith(`${name}:`) || text.toUpperCase().startsWith(`${name};`),
  );
  return line?.text.slice(line.text.indexOf(':') + 1).trim();
}

function textOf({ name, lines, components }: Component): string {
  const inside = [...lines.map(({ text }) => text), ...components.map(textOf)];
  return [`BEGIN:${name}`, ...inside, `END:${name}`].join('\r\n');
}
