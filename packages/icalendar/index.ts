export { CalendarError } from './src/calendar-error.ts';
export type { CalendarReminder, CalendarTodo, Loss, ReadTodo } from './src/calendar-todo.ts';
export { type CalendarWriter, type CalendarWriterOptions, createCalendarWriter } from './src/calendar-writer.ts';
export { type CalendarItem, type ReadOptions, readCalendar } from './src/read-calendar.ts';
