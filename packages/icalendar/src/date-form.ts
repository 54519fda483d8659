import { atLocalTime, parseDateTime, seriesStart } from 'schedule';
import { hasZoneText } from './zone-text.ts';

/** How a due date is written: the value, what stands behind the property's name, and the zone where that is one. */
export interface DateForm {
  /** such as `;VALUE=DATE`, or nothing */
  parameters: string;
  value: string;
  /** IANA; what TZID says */
  zone?: string;
}

/**
 * A day as it is; a moment in UTC, or by the clocks of `zone` where there is one. It is in UTC also where the clocks show
 * the time twice and the second is meant, which RFC 5545 cannot say of a local time (§3.3.5).
 */
export function dateForm(dueDate: string, zone: string | null): DateForm {
  if (!dueDate.includes('T')) return { parameters: ';VALUE=DATE', value: dueDate.replaceAll('-', '') };
  const at = wholeSecond(dueDate);
  if (zone !== null && hasZoneText(zone)) {
    const [day = '', time = ''] = seriesStart({ at }, zone).slice(0, 19).split('T');
    if (atLocalTime(day, time, zone).getTime() === at.getTime())
      return { parameters: `;TZID=${zone}`, value: `${day}T${time}`.replaceAll(/[-:]/g, ''), zone };
  }
  return { parameters: '', value: utc(dueDate) };
}

/** A moment as DATE-TIME in UTC, RFC 5545 §3.3.5; the fraction of its second is cut off. */
export function utc(moment: string): string {
  return wholeSecond(moment).toISOString().replace('.000', '').replaceAll(/[-:]/g, '');
}

/** Throws where the text is no moment: what is written comes from the database. */
export function wholeSecond(moment: string): Date {
  const at = parseDateTime(moment);
  if (!at) throw new Error(`${moment} is no RFC 3339 date-time`);
  return new Date(Math.floor(at.getTime() / 1000) * 1000);
}
