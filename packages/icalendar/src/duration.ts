/** A duration of RFC 5545 §3.3.6: days, which clocks count, and seconds, which pass. Both may be negative. */
export interface Duration {
  days: number;
  seconds: number;
}

const form =
  /^([+-])?P(?=[\dT])(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/i;

/** Reads a duration, also one with weeks beside days (ISO 8601-2); undefined where the text is none. */
export function parseDuration(text: string): Duration | undefined {
  const match = form.exec(text.trim());
  if (!match) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(2).map((part) => Number(part ?? 0));
  const sign = match[1] === '-' ? -1 : 1;
  // + 0: there is no -0 here
  return { days: sign * (weeks * 7 + days) + 0, seconds: sign * (hours * 3600 + minutes * 60 + seconds) + 0 };
}

/**
 * Writes a duration. §3.3.6 has one sign for all of it, so days and seconds of different signs are counted together, a day
 * for 24 hours; and no seconds after hours without minutes between them (`PT1H0M5S`).
 */
export function formatDuration({ days, seconds }: Duration): string {
  if (days * seconds < 0) return formatDuration({ days: 0, seconds: days * 86_400 + seconds });
  const [wholeDays, rest] = [Math.abs(days), Math.abs(seconds)];
  const [hours, minutes, left] = [Math.trunc(rest / 3600), Math.trunc((rest % 3600) / 60), rest % 60];
  const time = [
    hours > 0 ? `${hours}H` : '',
    minutes > 0 || (hours > 0 && left > 0) ? `${minutes}M` : '',
    left > 0 ? `${left}S` : '',
  ].join('');
  const date = wholeDays > 0 ? `${wholeDays}D` : '';
  const sign = days < 0 || seconds < 0 ? '-' : '';
  return `${sign}P${date}${time ? `T${time}` : date ? '' : 'T0S'}`;
}
