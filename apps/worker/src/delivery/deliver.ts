import type { SendOutcome } from '../channels/message.ts';
import type { WebhookMessage } from '../channels/webhook.ts';
import type { ClaimedDelivery } from './claim.ts';
import { reminderFired } from './message.ts';
import { retryDelay } from './retry-schedule.ts';
import type { Settlement } from './settle.ts';

export interface Delivered {
  settlement: Settlement;
  /** the channel to disable, since its receiver is gone */
  goneChannel?: number;
}

/** Sends one claimed delivery and says what is to become of it. Throws only where `send` was aborted. */
export async function deliver(
  delivery: ClaimedDelivery,
  send: (message: WebhookMessage) => Promise<SendOutcome>,
  retryTable: readonly number[],
): Promise<Delivered> {
  const { id, claim, channel, reminder, todo, obsolete } = delivery;
  const settled = (state: Settlement['state'], rest: Partial<Settlement> = {}): Delivered => ({
    settlement: { id, claim, state, attempted: true, delayMs: null, error: null, ...rest },
  });
  if (obsolete !== null || !channel) return settled('cancelled', { attempted: false, error: obsolete });

  const outcome = await send({
    url: channel.url,
    secrets: [channel.secret],
    id: delivery.webhook_id,
    body: reminderFired({ reminder, todo }),
  });
  if (outcome.ok) return settled('delivered');
  const { error, gone, retryAfterMs } = outcome;
  if (gone) return { ...settled('failed', { error }), goneChannel: channel.id };
  const delayMs = retryDelay(delivery.attempts + 1, { table: retryTable, retryAfterMs });
  return delayMs === undefined ? settled('failed', { error }) : settled('queued', { delayMs, error });
}
