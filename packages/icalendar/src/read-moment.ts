import { atLocalTime, parseDateTime, parseDueDate } from 'schedule';
import type { CalendarZones } from './calendar-zones.ts';
import { type Property, TodoProblem } from './property.ts';

/** A DATE or DATE-TIME as it is used here. */
export interface ReadMoment {
  /** YYYY-MM-DD, or RFC 3339 in UTC with milliseconds */
  due: string;
  /** IANA, where it was said by local time in one */
  zone: string | null;
  /** a TZID of the file's own, whose rules cannot be kept */
  ownZone?: string;
}

const form = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/i;

/**
 * Reads a property that is a day or a moment. A local time without a zone (§3.3.5, form 1) is read by the clocks of
 * `accountZone`. Throws TodoProblem where it is neither, or its TZID is not defined.
 */
export function readMoment(property: Property, zones: CalendarZones, accountZone: string): ReadMoment {
  // ical.js takes 2026-99-99 for a day, and no day where VALUE=DATE is missing
  const [, year, month, dayOfMonth, hour, minute, second, utc] = form.exec(property.raw) ?? [];
  const day = `${year}-${month}-${dayOfMonth}`;
  const isDay = hour === undefined || property.type === 'date';
  if (isDay && parseDueDate(day)) return { due: day, zone: null };
  // a leap second (§3.3.12) is the second before it here
  const time = `${hour}:${minute}:${second === '60' ? '59' : second}`;
  if (isDay || !parseDateTime(`${day}T${time}Z`))
    throw new TodoProblem(property, `${property.raw} is neither a day (20261201) nor a moment (20261201T090000Z)`);
  if (utc) return { due: `${day}T${time}.000Z`, zone: null };
  const tzid = property.parameter('tzid');
  if (tzid === undefined) return { due: momentText(property, atLocalTime(day, time, accountZone)), zone: null };
  const zone = zones.find(tzid);
  if (!zone)
    throw new TodoProblem(property, `has TZID ${tzid}, which is no known time zone and no VTIMEZONE before it defines`);
  return {
    due: momentText(property, zone.instantOf(day, time)),
    zone: zone.name,
    ...(zone.name === null && { ownZone: tzid }),
  };
}

/** The same, and null where there is none, or it cannot be read and does not matter. */
export function readOptionalMoment(
  property: Property | undefined,
  zones: CalendarZones,
  accountZone: string,
): ReadMoment | null {
  try {
    return property ? readMoment(property, zones, accountZone) : null;
  } catch (error) {
    if (error instanceof TodoProblem) return null;
    throw error;
  }
}

function momentText(property: Property, at: Date): string {
  if (!Number.isNaN(at.getTime()) && parseDateTime(at.toISOString())) return at.toISOString();
  throw new TodoProblem(property, `${property.raw} is outside the years 1 to 9999 in UTC`);
}
