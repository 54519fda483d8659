import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { readSchemaVersion } from 'db/sql';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createGuardedAgent } from './channels/guarded-agent.ts';
import { createSenders, type MailSettings } from './channels/senders.ts';
import { createPool } from './create-pool.ts';
import { promoteDeliveries } from './delivery/promote.ts';
import { retryTable as standardRetryTable } from './delivery/retry-schedule.ts';
import { startDelivering } from './delivery/start-delivering.ts';
import { fireDue } from './firing/fire-due.ts';
import { listenForNearReminders } from './firing/listen-for-near-reminders.ts';
import { startLoop } from './loop.ts';
import { prune } from './maintenance/prune.ts';
import { createMetrics } from './metrics.ts';
import { prepareConnections } from './prepare-connections.ts';

export interface WorkerOptions {
  databaseUrl: string;
  log: Logger;
  /** lets targets be loopback and private addresses */
  allowPrivateTargets: boolean;
  /** where links in messages begin */
  publicUrl: string;
  /** how mail goes out; without it, what is queued for e-mail waits */
  mail?: MailSettings | undefined;
  poolSize?: number;
  /** waits after failed attempts, in ms */
  retryTable?: readonly number[];
  /** how long a claim lasts, in ms; must be twice `sendTimeoutMs` or longer */
  leaseMs?: number;
  /** the longest a send may take, in ms */
  sendTimeoutMs?: number;
  /** how many deliveries each lane holds at once, and how many sends to each receiver run at once */
  maxInFlight?: number;
  maxInFlightOfReceiver?: number;
  /** for how long every attempt may fail before a channel is disabled, in ms */
  failingMs?: number;
  /** how late a reminder may be that ntfy tells by itself, in ms */
  staleMs?: number;
  /** how long `stop` waits for sends under way, in ms */
  drainMs?: number;
  /** the longest sleep between two looks at the queue, in ms */
  maxSleepMs?: number;
}

export interface Worker {
  /** whether the database has just the migrations that this version knows, or more */
  schema: 'current' | 'ahead';
  metrics: Registry;
  /** Whether firing and delivering work. */
  isHealthy(): boolean;
  /** Claims nothing more, waits for the sends under way, gives the rest back, and disconnects. */
  stop(): Promise<void>;
}

const fireBatch = 500;
const promoteBatch = 1000;
const day = 86_400_000;

/** Fires due reminders and delivers them until stopped. Throws where the database cannot be used or is behind. */
export async function startWorker({
  databaseUrl,
  log,
  allowPrivateTargets,
  publicUrl,
  mail,
  poolSize = 5,
  retryTable = standardRetryTable,
  leaseMs = 30_000,
  sendTimeoutMs = 15_000,
  maxInFlight = 400,
  maxInFlightOfReceiver = 50,
  failingMs = 5 * day,
  staleMs = 3_600_000,
  drainMs = 20_000,
  maxSleepMs = 30_000,
}: WorkerOptions): Promise<Worker> {
  const pool = createPool(databaseUrl, poolSize);
  // without a listener, an idle connection that the server ends would end the process; the error itself carries the
  // whole client, keys included
  pool.on('error', (error) => log.warn({ reason: error.message }, 'an idle database connection was lost'));
  const schema = await readSchemaVersion(pool).catch(async (error) => {
    await pool.end();
    throw error;
  });
  if (schema === 'ahead') log.warn('the database is ahead of this version: a newer one has migrated it');

  await prepareConnections(pool, poolSize).catch((error) =>
    log.warn({ reason: error.message }, 'connections could not be prepared: the first reminders may be late'),
  );

  const agent = createGuardedAgent({ allowPrivateTargets });
  const metrics = createMetrics(pool);
  const senders = createSenders({ agent, timeoutMs: sendTimeoutMs, mail, publicUrl });
  const lanes = new Map(
    senders.map(({ lane, send, most = maxInFlight }) => [
      lane,
      startDelivering({
        lane,
        send,
        maxInFlight: Math.min(most, maxInFlight),
        maxInFlightOfReceiver: Math.min(maxInFlightOfReceiver, most, maxInFlight),
        // a lane of few waits for one server that no account chose
        maxSlow: most < maxInFlight ? 0 : 3 * maxInFlight,
        pool,
        publicUrl,
        retryTable,
        failingMs,
        staleMs,
        leaseMs,
        drainMs,
        maxSleepMs,
        worker: `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`,
        onPostponed: () => promoting.wake(),
        metrics,
        log,
      }),
    ]),
  );
  const firing = startLoop({ name: 'firing reminders', step: fire, maxSleepMs, log });
  const promoting = startLoop({ name: 'promoting deliveries', step: promote, maxSleepMs, log });
  const pruning = startLoop({ name: 'pruning', step: () => prune(pool), maxSleepMs: 3_600_000, log });
  const listening = listenForNearReminders(databaseUrl, firing.wake, log);

  async function fire(): Promise<number> {
    const { fired, queued, lanes: busy, lags, nextMs } = await fireDue(pool, fireBatch, [...lanes.keys()]);
    for (const lag of lags) metrics.dueLag.observe(lag);
    if (fired > 0) log.info({ fired, queued }, 'fired reminders');
    for (const [lane, delivering] of lanes) if (busy.includes(lane)) delivering.wake();
    return fired === fireBatch ? 0 : (nextMs ?? Number.POSITIVE_INFINITY);
  }

  async function promote(): Promise<number> {
    const { promoted, nextMs } = await promoteDeliveries(pool, promoteBatch);
    // also for what another worker promoted: it may have no room for it, or no mail server
    for (const delivering of lanes.values()) delivering.wake();
    return promoted === promoteBatch ? 0 : (nextMs ?? Number.POSITIVE_INFINITY);
  }

  return {
    schema,
    metrics: metrics.registry,
    isHealthy: () => [firing, promoting, ...lanes.values()].every((loop) => loop.isHealthy()),
    async stop() {
      await Promise.all([listening.stop(), firing.stop(), promoting.stop(), pruning.stop()]);
      try {
        const stopped = await Promise.allSettled([...lanes.values()].map((lane) => lane.stop()));
        for (const each of stopped) if (each.status === 'rejected') throw each.reason;
      } finally {
        for (const { close } of senders) await close?.();
        await agent.destroy();
        await pool.end();
      }
    },
  };
}
