/** How Duebell's priorities, 0 none to 4 highest, are written: RFC 5545 §3.8.1.9 has 1 highest to 9 lowest, 0 none. */
const written = [0, 9, 7, 5, 1] as const;

/** Which priority another program's is, by its number. High, medium and low of §3.8.1.9 (1, 5, 9) are 4, 3 and 1. */
const read = [0, 4, 4, 3, 3, 3, 2, 2, 1, 1] as const;

export function writePriority(priority: number): number {
  return written[priority] ?? 0;
}

/** 0 where it is no priority. */
export function readPriority(value: number): number {
  return read[value] ?? 0;
}
