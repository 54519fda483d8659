/** The value below which `share` of them are; NaN where there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The middle one; the upper of the two of an even count. */
export function medianOf(values: readonly number[]): number {
  return quantile(values, 0.5);
}
