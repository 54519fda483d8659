/**
 * One line that says which database could not be used and why, without the password; undefined where `error` is not
 * about the connection.
 */
export function connectionFailure(url: string, error: unknown): string | undefined {
  const cause = rootCause(error);
  if (!(cause instanceof Error) || !isConnectionError(cause)) return undefined;
  // several addresses were tried (localhost as ::1 and 127.0.0.1): the last one's reason stands for all
  const reason = cause instanceof AggregateError ? cause.errors.at(-1)?.message : cause.message;
  return `cannot use the database at ${place(url)}: ${reason}. Is DATABASE_URL right, and does the server run?`;
}

/** Whether the server could not be reached, refused the session, ended it, or is starting or stopping (SQLSTATE classes 08, 28, 3D, 57P, 53300). */
export function isConnectionError(error: unknown): boolean {
  const cause = rootCause(error);
  if (!(cause instanceof Error)) return false;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return (
    /^(E[A-Z]+|08...|28...|3D000|57P..|53300)$/.test(code) ||
    /timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error/.test(
      cause.message,
    )
  );
}

/**
 * Whether the server is there and cannot do it for now: the statement took longer than it may (57014), disk, memory or
 * connections are used up (class 53), or it is a standby that has not taken over yet (25006).
 */
export function isShortage(error: unknown): boolean {
  const cause = rootCause(error);
  return cause instanceof Error && 'code' in cause && /^(57014|53...|25006)$/.test(String(cause.code));
}

function rootCause(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? rootCause(error.cause) : error;
}

function place(url: string): string {
  const { host, pathname } = URL.parse(url) ?? { host: '?', pathname: '' };
  return `${host}${pathname}`;
}
