import { defineEntity, type Opt, p } from '@mikro-orm/core';
import type { ChannelKind } from './channel.ts';
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
    // what can be sent, by whom it goes to: so that nobody's backlog is in anybody's way
    {
      name: 'deliveries_ready_index',
      expression:
        "create index deliveries_ready_index on deliveries (lane, (coalesce(channel_id, 0::bigint)), next_at) where state = 'queued' and ready",
    },
    // what cannot be sent yet, by when it can
    { name: 'deliveries_waiting_index', properties: ['nextAt'], where: "state = 'queued' and not ready" },
    { properties: ['userId', 'channelId'] },
    { name: 'deliveries_failed_index', properties: ['userId', 'id'], where: "state = 'failed'" },
    { name: 'deliveries_digest_index', properties: ['userId', 'digestId'], where: 'digest_id is not null' },
    {
      name: 'deliveries_password_reset_index',
      properties: ['userId', 'passwordResetId'],
      where: 'password_reset_id is not null',
    },
    {
      name: 'deliveries_invitation_index',
      properties: ['userId', 'invitationId'],
      where: 'invitation_id is not null',
    },
  ],
  checks: [
    { name: 'deliveries_kind_check', expression: "kind in ('reminder', 'digest', 'notice', 'test', 'account')" },
    { name: 'deliveries_lane_check', expression: "lane in ('webhook', 'email', 'ntfy')" },
    { name: 'deliveries_state_check', expression: "state in ('queued', 'delivered', 'failed', 'cancelled', 'folded')" },
    { name: 'deliveries_held_for_check', expression: "held_for in ('quiet_hours', 'digest')" },
    {
      name: 'deliveries_queued_check',
      expression: `state <> 'queued' or case kind
        when 'reminder' then reminder_id is not null and generation is not null and channel_id is not null
        when 'account' then recipient is not null and num_nonnulls(password_reset_id, invitation_id, channel_id) = 1
        else channel_id is not null
      end`,
    },
    { name: 'deliveries_delivered_at_check', expression: "(state = 'delivered') = (delivered_at is not null)" },
  ],
  properties: {
    id: id(),
    userId: userId(),
    kind: p.text().$type<DeliveryKind>(),
    // what sends it: each has a queue of its own, so that none waits for a slow other one
    lane: p.text().$type<Opt<ChannelKind>>().default('webhook'),
    // null once the reminder or the channel is gone: the log outlives them
    reminderId: p.bigint('number').nullable(),
    generation: p.integer().nullable(),
    channelId: p.bigint('number').nullable(),
    passwordResetId: p.bigint('number').nullable(),
    invitationId: p.bigint('number').nullable(),
    // the e-mail address that a message about the account goes to
    recipient: p.text().nullable(),
    // what a notice tells
    content: p.json().$type<Notice>().nullable(),
    // the digest that tells it together with others
    digestId: p.bigint('number').nullable(),
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
    // next_at is over, and it can be claimed; at the latest when a worker has looked for such rows
    ready: p.boolean().default(true),
    // why it waits, where that is not for another attempt
    heldFor: p.text().$type<'quiet_hours' | 'digest'>().nullable(),
    lastError: p.text().nullable(),
    deliveredAt: moment().nullable(),
    // when its account last asked for it again: it then goes out by itself, and into no digest
    redeliveredAt: moment().nullable(),
    // the request that it comes of, for the logs
    requestId: p.text().nullable(),
  },
});

/**
 * `reminder` rings at a channel, `digest` tells of several that did not ring one by one, `notice` of something about the
 * account's channels, `test` that the channel works; `account` is about the account itself, to an e-mail address.
 */
export type DeliveryKind = 'reminder' | 'digest' | 'notice' | 'test' | 'account';

/** `folded`: a digest tells it. */
export type DeliveryState = 'queued' | 'delivered' | 'failed' | 'cancelled' | 'folded';

/** A channel was switched off, which the others tell. */
export interface Notice {
  event: 'channel.disabled';
  channel: { id: number; name: string };
  reason: string;
}

/** One message to one channel: the worker's queue and the log that the account sees. */
export class Delivery extends schema.class {}
schema.setClass(Delivery);
