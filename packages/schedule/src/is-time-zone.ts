/**
 * Whether `name` is a zone of the IANA time zone database, such as Europe/Berlin, UTC or an older name of one. Mere
 * offsets (+01:00) are none: they know nothing of summer time.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    // a RangeError: not known
    return false;
  }
}
