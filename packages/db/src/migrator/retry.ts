import { setTimeout as delay } from 'node:timers/promises';
import { MigrationFailure } from './failure.ts';

/** lock_not_available (lock_timeout) and deadlock_detected: somebody was in the way, and will be gone. */
const passing = new Set(['55P03', '40P01']);

/** Runs a migration, and again after each wait of `backoffMs` where a lock was in its way. Any fault is a MigrationFailure. */
export async function withRetry<T>(name: string, backoffMs: readonly number[], run: () => Promise<T>): Promise<T> {
  for (const wait of [...backoffMs, undefined]) {
    try {
      return await run();
    } catch (error) {
      if (error instanceof MigrationFailure) throw error;
      const { code, message } = describe(error);
      if (wait === undefined || !passing.has(code)) {
        throw new MigrationFailure('failed', `${name} failed: ${message} (SQLSTATE ${code})`, { cause: error });
      }
      console.error(`${name} waits for a lock (${code}): trying again in ${wait / 1000} s`);
      await delay(wait);
    }
  }
  throw new Error('unreachable: the last try returns or throws');
}

/** PostgreSQL's own words; MikroORM puts the whole statement before them. */
function describe(error: unknown): { code: string; message: string } {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return { code: 'none', message: String(cause) };
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'none';
  return { code, message: cause.message.split(' - ').at(-1) ?? cause.message };
}
