/** How many rows a statement changes, so that it is far from the time that one may take. */
const most = 2000;

/** What rows are changed by, such as their ids, for as many statements as it needs. */
export function slices<T>(rows: T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / most) }, (_, i) => rows.slice(i * most, (i + 1) * most));
}
