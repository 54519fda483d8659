import { setTimeout as delay } from 'node:timers/promises';
import { keptAlive } from 'db/sql';
import pg from 'pg';
import type { Logger } from 'pino';
import { startLoop } from '../loop.ts';

/**
 * Calls `wake` when a reminder was written that is due within a minute, and after every (re)connection, since what was
 * signalled meanwhile is lost. Without it nothing is lost, only up to the longest sleep late.
 */
export function listenForNearReminders(databaseUrl: string, wake: () => void, log: Logger) {
  let client: pg.Client | undefined;

  async function connect(): Promise<number> {
    if (client) return Number.POSITIVE_INFINITY;
    const fresh = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'duebell worker (listen)',
      connectionTimeoutMillis: 5000,
      ...keptAlive,
      query_timeout: 10_000,
    });
    fresh.on('error', (error) =>
      log.warn({ reason: error.message }, 'the connection that listens for near reminders was lost'),
    );
    fresh.on('end', () => {
      if (client !== fresh) return;
      client = undefined;
      loop.wake();
    });
    fresh.on('notification', wake);
    try {
      await fresh.connect();
      await fresh.query('listen reminder_due');
    } catch (error) {
      await end(fresh);
      throw error;
    }
    client = fresh;
    wake();
    return Number.POSITIVE_INFINITY;
  }

  const loop = startLoop({ name: 'listening for near reminders', step: connect, maxSleepMs: 30_000, log });
  return {
    async stop(): Promise<void> {
      await loop.stop();
      const last = client;
      client = undefined;
      if (last) await end(last);
    },
  };
}

/** Says goodbye, and does not wait for an answer for long: the other end may be gone without a word. */
async function end(client: pg.Client): Promise<void> {
  await Promise.race([client.end(), delay(1000, undefined, { ref: false })]);
}
