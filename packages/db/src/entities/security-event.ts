import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, id } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'SecurityEvent',
  tableName: 'security_events',
  uniques: [{ properties: ['userId', 'id'] }],
  properties: {
    id: id(),
    userId: userId(),
    // such as session.created; the api's list of them is the one that counts
    type: p.text(),
    // where it came from; null for what the operator did on the server
    address: p.text().nullable(),
    userAgent: p.text().nullable(),
    // what it was about, such as the name of a token; never a secret
    details: p.json<Record<string, unknown>>().defaultRaw("'{}'"),
    createdAt: createdAt(),
  },
});

/**
 * What happened to an account's security. The role of api and worker may add and read rows, not change or delete them, but
 * for what is over a year old (`prune_security_events`, a function of the migrations).
 */
export class SecurityEvent extends schema.class {}
schema.setClass(SecurityEvent);
