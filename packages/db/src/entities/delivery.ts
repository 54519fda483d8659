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
    { name: 'deliveries_lane_index', properties: ['kind', 'nextAt'], where: "state = 'queued'" },
    { properties: ['userId', 'channelId'] },
    {
      name: 'deliveries_password_reset_index',
      properties: ['userId', 'passwordResetId'],
      where: 'password_reset_id is not null',
    },
  ],
  checks: [
    { name: 'deliveries_kind_check', expression: "kind in ('reminder', 'account')" },
    { name: 'deliveries_state_check', expression: "state in ('queued', 'delivered', 'failed', 'cancelled')" },
    {
      name: 'deliveries_queued_check',
      expression: `state <> 'queued' or case kind
        when 'reminder' then reminder_id is not null and generation is not null and channel_id is not null
        when 'account' then password_reset_id is not null and recipient is not null
      end`,
    },
    { name: 'deliveries_delivered_at_check', expression: "(state = 'delivered') = (delivered_at is not null)" },
  ],
  properties: {
    id: id(),
    userId: userId(),
    // to a channel of the account, or about the account itself to an e-mail address
    kind: p.text().$type<'reminder' | 'account'>(),
    // null once the reminder or the channel is gone: the log outlives them
    reminderId: p.bigint('number').nullable(),
    generation: p.integer().nullable(),
    channelId: p.bigint('number').nullable(),
    passwordResetId: p.bigint('number').nullable(),
    // the e-mail address that a message about the account goes to
    recipient: p.text().nullable(),
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
