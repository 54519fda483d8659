import { defineEntity, p } from '@mikro-orm/core';
import { createdAt } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'IdempotencyKey',
  tableName: 'idempotency_keys',
  indexes: [{ properties: ['userId', 'createdAt'] }],
  properties: {
    userId: userId().primary(),
    // what the client sent as Idempotency-Key
    key: p.text().primary(),
    // SHA-256 of method, path and body: the key stands for one request
    requestHash: p.blob(),
    // the answer, null until the request that writes it commits
    status: p.integer().nullable(),
    headers: p.json<Record<string, string>>().nullable(),
    body: p.text().nullable(),
    createdAt: createdAt(),
  },
});

/** A request that was answered, so that it can be sent again and changes nothing twice; kept for 24 hours. */
export class IdempotencyKey extends schema.class {}
schema.setClass(IdempotencyKey);
