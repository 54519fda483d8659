const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long to wait after each failed attempt, in ms (Standard Webhooks 1.0, "Retry schedule"); after the last one it has failed for good. */
export const retryTable: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  10 * hour,
];

/** The longest wait that a receiver may ask for. */
const longestRetryAfter = 24 * hour;

/**
 * How many ms to wait after the `attempts`-th failed attempt, or undefined where that was the last. The table's wait is
 * spread by ±10 %, so that what failed together is not tried again together; a receiver that asks for more gets it.
 */
export function retryDelay(
  attempts: number,
  { table, retryAfterMs = 0 }: { table: readonly number[]; retryAfterMs?: number | undefined },
): number | undefined {
  const wait = table[attempts - 1];
  if (wait === undefined) return undefined;
  return Math.max(wait * (0.9 + Math.random() * 0.2), Math.min(retryAfterMs, longestRetryAfter));
}

/** Reads a Retry-After header (RFC 9110 §10.2.3): seconds or an HTTP date; answers ms, or undefined where it is neither. */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * second;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
