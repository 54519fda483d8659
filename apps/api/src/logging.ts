import { secretTokens } from 'db/sql';
import type { FastifyRequest, FastifyServerOptions } from 'fastify';

/**
 * What goes into the log. No secret does: addresses go without their query, faults of the database without the rows
 * that they show, and whatever else looks like a token of ours is blotted out on its way.
 */
export function loggerOptions(level: string): NonNullable<FastifyServerOptions['logger']> {
  return {
    level,
    serializers: {
      req: ({ method, url, ip }: FastifyRequest) => ({ method, path: decoded(url.split('?')[0] ?? ''), address: ip }),
      err: describeError,
    },
    hooks: { streamWrite: (line) => line.replaceAll(secretTokens, '[secret]') },
  };
}

/** As the router reads it: a token is known by its letters, however they are spelled. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // it opens nothing either
    return path;
  }
}

type Described = {
  type: string;
  message: string;
  code?: unknown;
  stack: string;
  cause?: Described;
};

function describeError(error: unknown): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error', stack: '' };
  return {
    type: error.name,
    // PostgreSQL's faults go on with the row that did not fit, and MikroORM puts that into the message
    message: 'severity' in error ? (error.message.split('\n')[0] ?? '') : error.message,
    ...('code' in error && { code: error.code }),
    // the first lines of a stack are the message
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => line.startsWith('    at '))
      .join('\n'),
    ...(error.cause instanceof Error && { cause: describeError(error.cause) }),
  };
}
