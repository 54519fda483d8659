import Type from 'typebox';

// Variables that several processes read, so that each means the same everywhere and is refused in the same words.

export const databaseUrl = Type.String({
  pattern: '^postgres(ql)?://.',
  description: 'a PostgreSQL URL such as postgresql://user:password@host:5432/database',
});

/** What browsers take for an e-mail address (WHATWG HTML, "valid e-mail address"). */
export const emailPattern =
  "^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$";

export const email = Type.String({ pattern: emailPattern, maxLength: 254, description: 'an e-mail address' });

/** Where clients reach the api: scheme, host and port, no path. */
export const publicUrl = Type.String({
  pattern: '^https?://[^/?#@\\s]+/?$',
  description: 'an http or https address without a path, such as https://todo.example.com',
});

/** The mail server that messages to people go through; a secret, since it may hold a password. */
export const smtpUrl = Type.String({
  pattern: '^smtps?://.',
  description: 'an SMTP URL such as smtps://user:password@mail.example.com',
});

export const logLevel = (fallback: 'info' | 'warn') =>
  Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    default: fallback,
    description: 'one of fatal, error, warn, info, debug, trace, silent',
  });

export const port = { minimum: 1, maximum: 65_535, description: 'a port from 1 to 65535' };

export const poolSize = { minimum: 1, maximum: 1000, description: 'a number of connections from 1 to 1000' };

export const flag = (fallback: boolean) =>
  Type.Boolean({ default: fallback, description: 'true or false (or 1 or 0)' });
