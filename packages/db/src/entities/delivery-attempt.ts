import { defineEntity, p } from '@mikro-orm/core';
import { moment, parentsUserId } from './columns.ts';

const schema = defineEntity({
  name: 'DeliveryAttempt',
  tableName: 'delivery_attempts',
  properties: {
    userId: parentsUserId().primary(),
    deliveryId: p.bigint('number').primary(),
    // the claim it was made under
    claim: p.integer().primary(),
    attemptedAt: moment(),
    durationMs: p.integer(),
    // of HTTP or SMTP; null where there was no answer
    status: p.integer().nullable(),
    // null where it was delivered
    error: p.text().nullable(),
    // how the answer begins
    answer: p.text().nullable(),
  },
});

/** One try to send a delivery. */
export class DeliveryAttempt extends schema.class {}
schema.setClass(DeliveryAttempt);
