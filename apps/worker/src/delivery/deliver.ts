import type { SendOutcome } from '../channels/message.ts';
import type { Disabling } from './channel-health.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';
import { type Postponement, postpone } from './postpone.ts';
import { retryDelay } from './retry-schedule.ts';
import type { Settlement } from './settle.ts';

export interface DeliverOptions {
  send: (delivery: ClaimedDelivery) => Promise<SendOutcome>;
  /** waits after failed attempts, in ms */
  retryTable: readonly number[];
  /** for how long every attempt may fail before the channel is disabled, in ms */
  failingMs: number;
  /** how late a reminder may be that is told by itself where the channel is for people at once, in ms */
  staleMs: number;
}

/** What is to become of a claimed delivery. */
export interface Settled {
  settlement: Settlement;
  /** whether the channel took it; absent where nothing was sent */
  works?: boolean;
  timedOut?: boolean;
  /** the channel is to be disabled */
  disable?: Disabling;
}

/** So many attempts at a message may fail of a receiver that is away for a moment: that says nothing of the days before. */
const passingFaults = 2;

/** Sends one claimed delivery, unless it has to wait, and says what is to become of it. Throws only where `send` does. */
export async function deliver(delivery: ClaimedDelivery, options: DeliverOptions): Promise<Settled> {
  const { obsolete } = delivery;
  if (obsolete !== null) return { settlement: unsent(delivery, { state: 'cancelled', error: obsolete }) };
  const wait = postpone(delivery, options.staleMs);
  if (wait === 'fold') throw new Error('it is told by a digest');
  if (wait) return { settlement: held(delivery, wait) };
  const more = (delivery.takeovers ?? 0) - atOnceTakeovers;
  if (more > 0) return { settlement: setAside(delivery, more, options) };

  const at = Date.now();
  const started = performance.now();
  const outcome = await options.send(delivery);
  const { status, answer } = outcome;
  const attempt = { at, durationMs: Math.round(performance.now() - started), status, answer };
  const settle = (rest: Partial<Settlement>): Settlement => ({ ...unsent(delivery, rest), attempt });
  if (outcome.ok) return { settlement: settle({ state: 'delivered' }), works: true };
  const { error, gone = false, refused = false, ours = false, timedOut = false } = outcome;
  const delayMs = gone || refused ? undefined : nextDelay(delivery, outcome, options.retryTable);
  const isPersistent = delayMs === undefined || delivery.attempts >= passingFaults;
  const disable = ours || !isPersistent ? undefined : whyToDisable(delivery, outcome, options.failingMs);
  const failed = { ...(!ours && { works: false }), timedOut, ...(disable && { disable }) };
  if (delayMs === undefined) return { ...failed, settlement: settle({ state: 'failed', error }) };
  // where the channel is disabled, it is cancelled as it is claimed
  return { ...failed, settlement: settle({ state: 'queued', delayMs, error }) };
}

/** A killed worker's sends go on at once; what several workers end with may be what they end of. */
const atOnceTakeovers = 2;

/** It waits like after failed attempts, so that workers do little else than end of it, and it ends as failed like these. */
function setAside(delivery: ClaimedDelivery, times: number, { retryTable }: DeliverOptions): Settlement {
  const delayMs = retryDelay(times, { table: retryTable });
  const error = 'the worker ended while it was being sent';
  return unsent(delivery, delayMs === undefined ? { state: 'failed', error } : { delayMs, error });
}

/** What is written of a delivery of which nothing was sent. */
export function unsent({ id, claim }: Pick<ClaimedDelivery, 'id' | 'claim'>, rest: Partial<Settlement>): Settlement {
  return { id, claim, state: 'queued', delayMs: null, until: null, heldFor: null, error: null, attempt: null, ...rest };
}

function held(delivery: ClaimedDelivery, { until, reason }: Exclude<Postponement, 'fold'>): Settlement {
  return unsent(delivery, { until: until.getTime(), heldFor: reason });
}

type Failure = Exclude<SendOutcome, { ok: true }>;

function nextDelay({ attempts }: ClaimedDelivery, { retryAfterMs }: Failure, table: readonly number[]) {
  return retryDelay(attempts + 1, { table, retryAfterMs });
}

function whyToDisable({ channel, now }: ClaimedDelivery, outcome: Failure, failingMs: number): Disabling | undefined {
  if (!channel) return undefined;
  const { id, url, failing_since: since } = channel;
  if (outcome.gone) return { id, reason: 'the receiver answered 410 Gone', url, failingMs: null };
  if (since === null || now - since < failingMs) return undefined;
  const reason = `every attempt has failed since ${new Date(since).toISOString()}, the last with: ${outcome.error}`;
  return { id, reason, url, failingMs };
}
