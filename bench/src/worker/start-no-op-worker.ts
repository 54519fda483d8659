import { createPool } from '../../../apps/worker/src/create-pool.ts';
import { retryTable } from '../../../apps/worker/src/delivery/retry-schedule.ts';
import { startDelivering } from '../../../apps/worker/src/delivery/start-delivering.ts';
import { fireDue } from '../../../apps/worker/src/firing/fire-due.ts';
import { listenForNearReminders } from '../../../apps/worker/src/firing/listen-for-near-reminders.ts';
import { startLoop } from '../../../apps/worker/src/loop.ts';
import { createMetrics } from '../../../apps/worker/src/metrics.ts';
import type { WorkerOptions } from '../../../apps/worker/src/worker.ts';

const fireBatch = 500;
const maxSleepMs = 30_000;

/** The firing and the webhook lane of our worker, as `startWorker` makes them, with a send that sends nothing. */
export function startNoOpWorker(databaseUrl: string, log: WorkerOptions['log']): void {
  const pool = createPool(databaseUrl, 5);
  const delivering = startDelivering({
    lane: 'webhook',
    send: async () => ({ ok: true, status: 200 }),
    maxInFlight: 400,
    maxInFlightOfReceiver: 50,
    maxSlow: 1200,
    pool,
    publicUrl: 'http://localhost:3000',
    retryTable,
    failingMs: 86_400_000,
    staleMs: 3_600_000,
    leaseMs: 30_000,
    drainMs: 20_000,
    maxSleepMs,
    worker: 'bench',
    onPostponed() {},
    metrics: createMetrics(pool),
    log,
  });
  const fire = async () => {
    const { fired, nextMs } = await fireDue(pool, fireBatch);
    delivering.wake();
    return fired === fireBatch ? 0 : (nextMs ?? Number.POSITIVE_INFINITY);
  };
  const firing = startLoop({ name: 'firing reminders', step: fire, maxSleepMs, log });
  listenForNearReminders(databaseUrl, firing.wake, log);
}
