import { nextLocalTime, quietUntil } from 'schedule';
import type { ClaimedDelivery } from './claimed-delivery.ts';

/** Why a delivery is not sent now: it waits, or is told together with others. */
export type Postponement = { until: Date; reason: 'quiet_hours' | 'digest' } | 'fold';

/** Kinds that may come at any hour: somebody has just asked for them. */
const atOnce = new Set(['test', 'account']);

/** How long what rings at the time of a digest, or comes late to it, is waited for, in ms: so that one message tells it. */
const gatheringMs = 5000;

/** Whether a delivery has to wait or to go into a digest, as its channel asks. */
export function postpone(delivery: ClaimedDelivery, staleMs: number): Postponement | undefined {
  const { kind, channel, zone, held_for, redelivered, scheduled_for } = delivery;
  if (!channel || atOnce.has(kind)) return undefined;
  const now = new Date(delivery.now);
  // what was asked for again is to come as what it is
  const mayFold = kind === 'reminder' && !redelivered;
  if (mayFold && channel.digest_at) {
    if (held_for === 'digest') return 'fold';
    return { until: digestMoment(channel.digest_at, zone, { scheduledFor: scheduled_for, now }), reason: 'digest' };
  }
  const quiet = channel.quiet_hours && quietUntil({ ...channel.quiet_hours, zone }, now);
  if (quiet) return { until: quiet, reason: 'quiet_hours' };
  const isStale = mayFold && channel.kind === 'ntfy' && now.getTime() - scheduled_for > staleMs;
  return isStale ? 'fold' : undefined;
}

/** When the first digest is sent that comes no earlier than its reminder; where that is past, as soon as can be. */
function digestMoment(time: string, zone: string, { scheduledFor, now }: { scheduledFor: number; now: Date }): Date {
  const planned = nextLocalTime(time, zone, new Date(scheduledFor - 1)).getTime();
  // the same moment for all that come in these seconds: else each claim would make a digest
  return new Date((Math.floor(Math.max(planned, now.getTime()) / gatheringMs) + 1) * gatheringMs);
}
