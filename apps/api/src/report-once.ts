import type { FastifyBaseLogger } from 'fastify';

/** Writes down the first of several failures in a row: a database that is away is asked again and again. */
export function reportOnce(log: FastifyBaseLogger, message: string) {
  let failing = false;
  return {
    isFine() {
      failing = false;
    },
    failed(error: unknown) {
      if (!failing) log.error({ err: error }, message);
      failing = true;
    },
  };
}
