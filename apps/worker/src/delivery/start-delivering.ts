import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { SendOutcome } from '../channels/message.ts';
import type { WebhookMessage } from '../channels/webhook.ts';
import { type Loop, startLoop } from '../loop.ts';
import type { Metrics } from '../metrics.ts';
import { type ClaimedDelivery, claimDeliveries } from './claim.ts';
import { type Delivered, deliver } from './deliver.ts';
import { disableChannels, releaseDeliveries, settleDeliveries } from './settle.ts';

export interface DeliveringOptions {
  pool: pg.Pool;
  /** sends one message; throws only where `signal` was aborted */
  send: (message: WebhookMessage, signal: AbortSignal) => Promise<SendOutcome>;
  /** waits after failed attempts, in ms */
  retryTable: readonly number[];
  /** how long a claim lasts, in ms; longer than the longest send */
  leaseMs: number;
  /** how many sends run at once */
  maxInFlight: number;
  /** how long `stop` waits for sends under way, in ms */
  drainMs: number;
  maxSleepMs: number;
  /** this worker's name in the queue */
  worker: string;
  metrics: Pick<Metrics, 'attempts' | 'takeovers'>;
  log: Logger;
}

const settleBatch = 500;
const settleFirstMs = 100;

/** Claims what is due, sends it, and settles it, until stopped. Claims only what can start at once. */
export function startDelivering(options: DeliveringOptions): Loop {
  const { pool, send, retryTable, leaseMs, maxInFlight, drainMs, maxSleepMs, worker, metrics, log } = options;
  const held = new Map<number, ClaimedDelivery>();
  const sends = new Set<Promise<void>>();
  const finished: Delivered[] = [];
  const abandon = new AbortController();

  async function claim(): Promise<number> {
    const free = maxInFlight - held.size;
    // after an outage, what was sent has to be written down first: else its lease is over, and it is sent again
    if (finished.length > 0 && !settling.isHealthy()) return settleFirstMs;
    // settling makes room and wakes this loop
    if (free === 0) return Number.POSITIVE_INFINITY;
    const { claimed, nextMs } = await claimDeliveries(pool, { limit: free, leaseMs, worker });
    for (const delivery of claimed) start(delivery);
    return claimed.length === free ? 0 : (nextMs ?? Number.POSITIVE_INFINITY);
  }

  function start(delivery: ClaimedDelivery): void {
    const { id, webhook_id } = delivery;
    if (delivery.takeover) {
      metrics.takeovers.inc();
      log.warn({ delivery: id, webhook_id }, 'took over a delivery whose lease had ended');
    }
    held.set(id, delivery);
    const sending = finish(delivery).finally(() => sends.delete(sending));
    sends.add(sending);
  }

  async function finish(delivery: ClaimedDelivery): Promise<void> {
    try {
      finished.push(await deliver(delivery, (message) => send(message, abandon.signal), retryTable));
    } catch (error) {
      // abandoned: it is released. Anything else is a delivery that cannot be made, which must not hold up the others.
      if (abandon.signal.aborted) return;
      log.error({ err: error, delivery: delivery.id }, 'a delivery could not be made');
      const { id, claim } = delivery;
      const reason = error instanceof Error ? error.message : String(error);
      finished.push({ settlement: { id, claim, state: 'failed', attempted: false, delayMs: null, error: reason } });
    }
    settling.wake();
  }

  async function settle(): Promise<number> {
    const batch = finished.slice(0, settleBatch);
    if (batch.length === 0) return Number.POSITIVE_INFINITY;
    const gone = batch.flatMap(({ goneChannel }) => goneChannel ?? []);
    // before the deliveries are settled: after a fault in between, the next attempt finds the channel disabled
    if (gone.length > 0) await disableChannels(pool, gone, 'the receiver answered 410 Gone');
    await settleDeliveries(
      pool,
      batch.map(({ settlement }) => settlement),
    );
    finished.splice(0, batch.length);
    const wasFull = held.size >= maxInFlight;
    for (const { settlement } of batch) {
      if (held.get(settlement.id)?.claim === settlement.claim) held.delete(settlement.id);
      metrics.attempts.inc({ kind: 'reminder', outcome: settlement.state });
      logOutcome(settlement, log);
    }
    // room for more, or a retry that is due before what the claiming loop sleeps for
    if (wasFull || batch.some(({ settlement }) => settlement.delayMs !== null)) claiming.wake();
    return finished.length > 0 ? 0 : Number.POSITIVE_INFINITY;
  }

  const settling = startLoop({ name: 'settling deliveries', step: settle, maxSleepMs, log });
  const claiming = startLoop({ name: 'claiming deliveries', step: claim, maxSleepMs, log });

  return {
    wake: claiming.wake,
    isHealthy: () => claiming.isHealthy() && settling.isHealthy(),
    async stop() {
      await claiming.stop();
      await Promise.race([Promise.all(sends), delay(drainMs, undefined, { ref: false })]);
      abandon.abort();
      await Promise.all(sends);
      await settling.stop();
      while (finished.length > 0) await settle();
      if (held.size > 0)
        await releaseDeliveries(
          pool,
          [...held.values()].map(({ id, claim }) => ({ id, claim })),
        );
    },
  };
}

function logOutcome({ id, state, error, delayMs }: Delivered['settlement'], log: Logger): void {
  if (state === 'delivered') log.info({ delivery: id }, 'delivered');
  else log.warn({ delivery: id, error, retryInMs: delayMs && Math.round(delayMs) }, `delivery ${state}`);
}
