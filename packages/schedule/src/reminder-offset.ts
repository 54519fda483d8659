import { Temporal } from './temporal.ts';

// ISO 8601-1 §5.5.2, with the sign of its part 2; years and months have no length of their own
const duration = /^-?P(?=[\dT])(?:\d{1,9}W)?(?:\d{1,9}D)?(?:T(?=\d)(?:\d{1,9}H)?(?:\d{1,9}M)?(?:\d{1,9}S)?)?$/;
const longestInSeconds = 366 * 86_400;

/**
 * Reads how long before the due date to ring: a negative ISO 8601 duration in weeks, days, hours, minutes and seconds,
 * such as -P1DT2H, or PT0S for the moment itself; at most 366 days. Answers one text for all that mean the same, in days,
 * hours, minutes and seconds (-P7D for -P1W, -PT1H30M for -PT90M; -PT24H is no -P1D), or undefined.
 */
export function parseReminderOffset(text: string): string | undefined {
  const offset = parseDuration(text);
  if (!offset || offset.sign > 0) return undefined;
  const { days, seconds } = partsOf(offset);
  return Temporal.Duration.from({
    days,
    hours: Math.trunc(seconds / 3600),
    minutes: Math.trunc((seconds % 3600) / 60),
    seconds: seconds % 60,
  }).toString();
}

/** Whether the offset has days, so that the moment it leads to depends on a zone. */
export function hasDays(before: string): boolean {
  return partsOf(Temporal.Duration.from(before)).days !== 0;
}

/** A duration of whole weeks, days, hours, minutes and seconds, of at most 366 days either way. */
export function parseDuration(text: string): Temporal.Duration | undefined {
  if (!duration.test(text)) return undefined;
  const parsed = Temporal.Duration.from(text);
  const { days, seconds } = partsOf(parsed);
  return Math.abs(days * 86_400 + seconds) <= longestInSeconds ? parsed : undefined;
}

/** Days, which clocks count, and seconds, which pass. */
export function partsOf({ weeks, days, hours, minutes, seconds }: Temporal.Duration): {
  days: number;
  seconds: number;
} {
  return { days: weeks * 7 + days, seconds: hours * 3600 + minutes * 60 + seconds };
}
