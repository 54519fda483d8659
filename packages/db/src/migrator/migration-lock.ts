import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { keptAlive } from '../kept-alive.ts';
import { MigrationFailure } from './failure.ts';

/** One migrator at a time for a database. The number is arbitrary, and ours. */
const lockKey = 760_511_010;

export interface MigrationLock {
  /** Throws where the lock was lost, so that nothing runs without it. */
  demandHeld(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the lock on a connection of its own, or throws after `patienceMs`. It asks again and again instead of waiting
 * inside PostgreSQL: a session that waits there holds a snapshot, and `create index concurrently` waits for that.
 */
export async function takeMigrationLock(
  url: string,
  { patienceMs, pollMs }: { patienceMs: number; pollMs: number },
): Promise<MigrationLock> {
  const client = new pg.Client({ connectionString: url, application_name: 'duebell migrate (lock)', ...keptAlive });
  let lost = false;
  client.on('error', () => {
    lost = true;
  });
  await client.connect();
  const end = performance.now() + patienceMs;
  while (!(await tryToLock(client))) {
    if (performance.now() > end) {
      await client.end();
      throw new MigrationFailure(
        'locked',
        `another migrator has held the lock for ${patienceMs / 1000} s: is one stuck?`,
      );
    }
    await delay(pollMs);
  }
  return {
    async demandHeld() {
      if (!lost) await client.query('select 1').catch(() => (lost = true));
      if (lost) throw new MigrationFailure('locked', 'the connection that holds the lock was lost: run it again');
    },
    release: () => client.end(),
  };
}

async function tryToLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1::bigint) as locked', [
    lockKey,
  ]);
  return rows[0]?.locked === true;
}
