/** A calendar that cannot be read any further: what is wrong with it, and where. */
export class CalendarError extends Error {
  /** the first is 1 */
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.name = 'CalendarError';
    this.line = line;
  }
}
