export type { DueDate } from './src/due-date.ts';
export { isTimeZone } from './src/is-time-zone.ts';
export { atLocalTime, dayIn, dayStart } from './src/local-time.ts';
export { parseDateTime } from './src/parse-date-time.ts';
export { parseDueDate } from './src/parse-due-date.ts';
