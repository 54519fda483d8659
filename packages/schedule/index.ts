export { isTimeZone } from './src/is-time-zone.ts';
export { parseDateTime } from './src/parse-date-time.ts';
