/** The local server cannot be had. The message is one line that says what is wrong and what to do about it. */
export class LocalPostgresError extends Error {
  override name = 'LocalPostgresError';

  constructor(message: string, options?: ErrorOptions) {
    super(message.replaceAll(/\s*\n\s*/g, ' ').trim(), options);
  }
}
