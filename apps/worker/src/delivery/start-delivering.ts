import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Links, SendOutcome } from '../channels/message.ts';
import { type Loop, startLoop } from '../loop.ts';
import type { Metrics } from '../metrics.ts';
import { noteChannels } from './channel-health.ts';
import { type ClaimQuery, claimDeliveries, type Lane } from './claim.ts';
import { type ClaimedDelivery, receiverOf } from './claimed-delivery.ts';
import { type DeliverOptions, deliver, type Settled, unsent } from './deliver.ts';
import { foldDeliveries } from './fold.ts';
import { makeLinks } from './links.ts';
import { postpone } from './postpone.ts';
import { Receivers } from './receivers.ts';
import { releaseDeliveries, settleDeliveries } from './settle.ts';
import { SlowSends } from './slow-sends.ts';

export interface DeliveringOptions extends Omit<DeliverOptions, 'send'> {
  pool: pg.Pool;
  lane: Lane;
  /** makes a message and sends it; throws where it cannot be made, and where `signal` was aborted */
  send: (delivery: ClaimedDelivery, links: Links, signal: AbortSignal) => Promise<SendOutcome>;
  /** where links in messages begin */
  publicUrl: string;
  /** how long a claim lasts, in ms; the longest send takes half of it at most */
  leaseMs: number;
  /** how many deliveries it holds at once, and how many sends to one receiver run at once */
  maxInFlight: number;
  maxInFlightOfReceiver: number;
  /** how many more it may hold that are not answered for a second */
  maxSlow: number;
  /** how long `stop` waits for sends under way, in ms */
  drainMs: number;
  maxSleepMs: number;
  /** this worker's name in the queue */
  worker: string;
  /** Called when something was written that has to wait for a time. */
  onPostponed: () => void;
  metrics: Pick<Metrics, 'attempts' | 'takeovers'>;
  log: Logger;
}

const settleBatch = 500;
const settleFirstMs = 100;
/** How soon to look again for what somebody else holds, or for what could not be prepared. */
const againMs = 50;
const unpreparedMs = 1000;

type Finished = Settled & { delivery: ClaimedDelivery };

/** Claims what can be sent in a lane, sends it, and settles it, until stopped. Claims only what can start at once. */
export function startDelivering(options: DeliveringOptions): Loop {
  const { pool, lane, leaseMs, maxInFlight, drainMs, maxSleepMs, worker, metrics, log } = options;
  const held = new Map<number, ClaimedDelivery>();
  const receivers = new Receivers(options.maxInFlightOfReceiver);
  const slow = new SlowSends(options.maxSlow, maxInFlight / 2);
  const sends = new Set<Promise<void>>();
  const finished: Finished[] = [];
  const abandon = new AbortController();
  // where the next look begins: after the last receiver that was served, once there was more than could be claimed
  let after = -1;

  async function claim(): Promise<number> {
    const limit = roomLeft();
    // after an outage, what was sent has to be written down first: else its lease is over, and it is sent again
    if (finished.length > 0 && !settling.isHealthy()) return settleFirstMs;
    // settling makes room and wakes this loop
    if (limit <= 0) return Number.POSITIVE_INFINITY;
    const free = receivers.free();
    for (const id of await slow.channels(pool)) free.set(id, 0);
    const query: ClaimQuery = { lane, limit, limitOfReceiver: receivers.limit, free, after, leaseMs, worker };
    const claimedAt = performance.now();
    const { claimed, held: someHeld } = await claimDeliveries(pool, query);
    receivers.served(claimed.map(receiverOf), free);
    for (const delivery of claimed) hold(delivery);
    slow.begin(claimed, () => claiming.wake());
    await start(claimed, claimedAt);
    const began = after;
    after = claimed.length === limit ? Math.max(...claimed.map(receiverOf)) : -1;
    if (claimed.length === limit || began !== -1) return 0;
    return someHeld ? againMs : Number.POSITIVE_INFINITY;
  }

  function roomLeft(): number {
    return maxInFlight - (held.size - slow.size);
  }

  function hold(delivery: ClaimedDelivery): void {
    held.set(delivery.id, delivery);
    receivers.begin(receiverOf(delivery));
    if (!delivery.takeover) return;
    metrics.takeovers.inc();
    const { id, webhook_id } = delivery;
    log.warn({ delivery: id, webhook_id, ...origin(delivery) }, 'took over a delivery whose lease had ended');
  }

  /** Begins to send, each account by itself: an edit may hold what the links of one refer to. Resolves when all digests are made. */
  async function start(claimed: ClaimedDelivery[], claimedAt: number): Promise<void> {
    const byFate = Map.groupBy(claimed, goesIntoDigest);
    for (const deliveries of Map.groupBy(byFate.get(false) ?? [], ({ account_id }) => account_id).values()) {
      inBackground(prepared(deliveries, () => startSending(deliveries, claimedAt)));
    }
    // what is claimed meanwhile would become another digest
    const folds = Map.groupBy(byFate.get(true) ?? [], receiverOf);
    await Promise.all(
      Array.from(folds, ([channelId, deliveries]) => prepared(deliveries, () => fold(channelId, deliveries))),
    );
  }

  function inBackground(work: Promise<void>): void {
    const running = work.finally(() => sends.delete(running));
    sends.add(running);
  }

  function goesIntoDigest(delivery: ClaimedDelivery): boolean {
    if (delivery.obsolete !== null) return false;
    try {
      return postpone(delivery, options.staleMs) === 'fold';
    } catch {
      // it fails by itself as it is sent
      return false;
    }
  }

  /** What cannot be prepared, since the database does not answer, waits as it did. */
  async function prepared(deliveries: ClaimedDelivery[], prepare: () => Promise<void>): Promise<void> {
    await prepare().catch((error) => {
      log.error({ err: error }, 'deliveries could not be prepared, and are looked at again');
      for (const delivery of deliveries) giveBack(delivery);
    });
  }

  function giveBack(delivery: ClaimedDelivery): void {
    finish(delivery, { settlement: unsent(delivery, { delayMs: unpreparedMs, heldFor: delivery.held_for }) });
  }

  async function fold(channelId: number, claimed: ClaimedDelivery[]): Promise<void> {
    const folded = await foldDeliveries(pool, channelId, { claimed, staleMs: options.staleMs });
    for (const delivery of claimed) {
      if (!folded.has(delivery.id)) {
        giveBack(delivery);
        continue;
      }
      held.delete(delivery.id);
      end(delivery);
    }
    claiming.wake();
  }

  async function startSending(deliveries: ClaimedDelivery[], claimedAt: number): Promise<void> {
    const links = await makeLinks(pool, deliveries, options.publicUrl);
    for (const delivery of deliveries) {
      inBackground(
        receivers.inTurn(receiverOf(delivery), async () => {
          // what waited for so long would be sent beyond its lease
          if (performance.now() - claimedAt > leaseMs / 2) giveBack(delivery);
          else await send(delivery, links.get(delivery.id) ?? {});
        }),
      );
    }
  }

  async function send(delivery: ClaimedDelivery, links: Links): Promise<void> {
    try {
      const sendIt = () => options.send(delivery, links, abandon.signal);
      finish(delivery, await deliver(delivery, { ...options, send: sendIt }));
    } catch (error) {
      // abandoned: it is released. Anything else is a delivery that cannot be made, which must not hold up the others.
      if (abandon.signal.aborted) return;
      log.error({ err: error, delivery: delivery.id, ...origin(delivery) }, 'a delivery could not be made');
      const reason = error instanceof Error ? error.message : String(error);
      finish(delivery, { settlement: unsent(delivery, { state: 'failed', error: `it could not be made: ${reason}` }) });
    }
  }

  function finish(delivery: ClaimedDelivery, settled: Settled): void {
    finished.push({ ...settled, delivery });
    settling.wake();
    end(delivery);
    const receiver = receiverOf(delivery);
    const { settlement, works, timedOut = false } = settled;
    if (works !== undefined || delivery.obsolete !== null) {
      receivers.note(receiver, { timedOut, durationMs: settlement.attempt?.durationMs });
    }
    // while these are written down the receiver can get more; a few at a time would cost a claim each
    if (receivers.isWorthClaiming(receiver)) claiming.wake();
  }

  function end(delivery: ClaimedDelivery): void {
    receivers.end(receiverOf(delivery));
    // its account may get more again
    if (slow.end(delivery)) claiming.wake();
  }

  async function settle(): Promise<number> {
    const batch = finished.slice(0, settleBatch);
    if (batch.length === 0) return Number.POSITIVE_INFINITY;
    // before the deliveries are settled: after a fault in between, the next attempt finds the channel disabled
    await noteChannels(pool, batch);
    await settleDeliveries(
      pool,
      batch.map(({ settlement }) => settlement),
    );
    finished.splice(0, batch.length);
    const hasRoom = roomLeft() <= 0 || batch.some(({ delivery }) => receivers.mayHaveMore(receiverOf(delivery)));
    for (const each of batch) {
      const { settlement, delivery } = each;
      if (held.get(settlement.id)?.claim === settlement.claim) held.delete(settlement.id);
      metrics.attempts.inc({ kind: delivery.kind, outcome: settlement.state });
      logOutcome(settlement, origin(delivery), log);
    }
    if (hasRoom) claiming.wake();
    if (batch.some(({ settlement }) => settlement.state === 'queued')) options.onPostponed();
    return finished.length > 0 ? 0 : Number.POSITIVE_INFINITY;
  }

  /** Resolves when nothing is prepared or sent any more; what is prepared begins to be sent. */
  async function drained(): Promise<void> {
    while (sends.size > 0) await Promise.all(sends);
  }

  const settling = startLoop({ name: `settling deliveries (${lane})`, step: settle, maxSleepMs, log });
  const claiming = startLoop({ name: `claiming deliveries (${lane})`, step: claim, maxSleepMs, log });

  return {
    wake: claiming.wake,
    isHealthy: () => claiming.isHealthy() && settling.isHealthy(),
    async stop() {
      await claiming.stop();
      await Promise.race([drained(), delay(drainMs, undefined, { ref: false })]);
      abandon.abort();
      await drained();
      await settling.stop();
      while (finished.length > 0) await settle();
      const left = [...held.values()].map(({ id, claim }) => ({ id, claim }));
      if (left.length > 0) await releaseDeliveries(pool, left);
    },
  };
}

/** What its lines in the log share with those of the api. */
function origin({ request_id }: ClaimedDelivery): { reqId?: string } {
  return request_id === null ? {} : { reqId: request_id };
}

function logOutcome(
  { id: delivery, state, error, delayMs, until, heldFor }: Settled['settlement'],
  from: { reqId?: string },
  log: Logger,
): void {
  if (state === 'delivered') log.info({ delivery, ...from }, 'delivered');
  else if (heldFor) log.info({ delivery, ...from, until: until && new Date(until) }, `delivery waits: ${heldFor}`);
  else log.warn({ delivery, ...from, error, retryInMs: delayMs && Math.round(delayMs) }, `delivery ${state}`);
}
