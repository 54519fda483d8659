export { parseDateTime } from './src/parse-date-time.ts';
