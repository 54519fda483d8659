/** The middle one of some numbers; the upper of the two of an even count. */
export function medianOf(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error('a median of nothing');
  return middle;
}
