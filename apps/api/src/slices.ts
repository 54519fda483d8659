/** How many rows a statement changes, so that it is far from the time that one may take. */
const most = 2000;

/** Ids of rows that are changed by as many statements as it needs, each far from the time that one may take. */
export function slices(ids: number[]): number[][] {
  return Array.from({ length: Math.ceil(ids.length / most) }, (_, i) => ids.slice(i * most, (i + 1) * most));
}
