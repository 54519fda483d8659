import { tzlib_get_ical_block, tzlib_get_timezones } from 'timezones-ical-library';

// The library says on the console what it does not know, so it is asked for nothing else. `europe/berlin`, which Intl
// takes, is not known.
const known = new Set(tzlib_get_timezones());

/** Whether a VTIMEZONE can be written for an IANA zone. */
export function hasZoneText(zone: string): boolean {
  return known.has(zone);
}

/** The VTIMEZONE (RFC 5545 §3.6.5) of a zone of which `hasZoneText` is true, under that name, with the rules of today. */
export function zoneText(zone: string): string {
  const [block = ''] = tzlib_get_ical_block(zone);
  // an older name of a zone is given the newer one there
  return `${block.replace(/^TZID:.*$/m, `TZID:${zone}`)}\r\n`;
}
