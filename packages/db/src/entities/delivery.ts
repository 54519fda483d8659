import { defineEntity, p } from '@mikro-orm/core';
import { id, moment } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'Delivery',
  tableName: 'deliveries',
  uniques: [
    { properties: ['userId', 'id'] },
    // exactly once: a generation of a reminder is queued for a channel one time
    { properties: ['reminderId', 'generation', 'channelId'] },
  ],
  indexes: [
    { name: 'deliveries_queue_index', properties: ['nextAt'], where: "state = 'queued'" },
    { properties: ['userId', 'channelId'] },
  ],
  checks: [
    { name: 'deliveries_kind_check', expression: "kind in ('reminder')" },
    { name: 'deliveries_state_check', expression: "state in ('queued', 'delivered', 'failed', 'cancelled')" },
    {
      name: 'deliveries_queued_check',
      expression: "state <> 'queued' or (reminder_id is not null and channel_id is not null)",
    },
    { name: 'deliveries_delivered_at_check', expression: "(state = 'delivered') = (delivered_at is not null)" },
  ],
  properties: {
    id: id(),
    userId: userId(),
    kind: p.text().$type<'reminder'>(),
    // null once the reminder or the channel is gone: the log outlives them
    reminderId: p.bigint('number').nullable(),
    generation: p.integer(),
    channelId: p.bigint('number').nullable(),
    // the `webhook-id` header, the same over all attempts
    webhookId: p.text(),
    state: p.text().$type<DeliveryState>().default('queued'),
    scheduledFor: moment(),
    firedAt: moment(),
    // raised by settling and by a takeover; picks the row of the retry table
    attempts: p.integer().default(0),
    // raised by every claim; settling and releasing are fenced by it
    claim: p.integer().default(0),
    // who holds the claim; the claim ends at next_at
    worker: p.text().nullable(),
    // when to try next, and for a claimed row the end of its lease
    nextAt: moment(),
    lastError: p.text().nullable(),
    deliveredAt: moment().nullable(),
  },
});

export type DeliveryState = 'queued' | 'delivered' | 'failed' | 'cancelled';

/** One message to one channel: the worker's queue and the log that the account sees. */
export class Delivery extends schema.class {}
schema.setClass(Delivery);
