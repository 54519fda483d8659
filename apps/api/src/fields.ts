import Type from 'typebox';

// Fields that mean the same in every schema.

export const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** The id of a row, in a path. */
export const idParameters = Type.Object({ id });

/** What the ETag of a representation is made of. */
export const version = Type.Integer({
  minimum: 1,
  maximum: 2 ** 31 - 1,
  description: 'raised by every change; in quotes, the ETag',
});

/** Text that PostgreSQL can store; the lengths count characters (code points). */
export const text = (minLength: number, maxLength: number) => Type.String({ minLength, maxLength, format: 'text' });

/** An e-mail address as browsers take it. */
export const emailAddress = Type.String({ format: 'email', maxLength: 254, examples: ['somebody@example.com'] });

/** What opens something, as it was shown once. */
export const secret = Type.String({ maxLength: 200, format: 'password' });

/** A secret in the answer to what made it. A repeat of that request (`Idempotency-Key`) is answered without. */
export const shownOnce = (purpose: string) =>
  nullable(Type.String({ description: `${purpose}; shown this once, null when the request is repeated` }));

/** A password that somebody chooses. */
export const newPassword = Type.String({
  minLength: 10,
  maxLength: 1000,
  format: 'password',
  description: 'at least 10 characters; any will do, blanks included',
  examples: ['correct horse battery staple'],
});

/** A password that is checked: whatever was chosen once. */
export const givenPassword = Type.String({
  maxLength: 1000,
  format: 'password',
  examples: ['correct horse battery staple'],
});

/** A time of day, HH:MM. */
export const clockTime = Type.String({ format: 'clock-time', examples: ['09:00'] });

export const timeZone = Type.String({ format: 'time-zone', examples: ['Europe/Berlin'] });

/** A moment as an answer shows it. */
export const moment = Type.String({ format: 'date-time', examples: ['2026-12-01T09:00:00.000Z'] });

/** When a todo is due: a moment, or a day. */
export const dueDate = Type.String({ format: 'due-date', examples: ['2126-12-01T09:00:00.000Z', '2126-12-01'] });

/** `schema`, or null: as a type list, since the errors of a union name every branch. */
export const nullable = <T extends { type: string }>(schema: T) =>
  Type.Unsafe<Type.Static<T & Type.TSchema> | null>({ ...schema, type: [schema.type, 'null'] });
