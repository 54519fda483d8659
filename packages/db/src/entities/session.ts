import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, id, moment } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  uniques: [{ properties: ['userId', 'id'] }],
  properties: {
    id: id(),
    userId: userId(),
    // SHA-256 of what the cookie holds
    tokenHash: p.blob().unique(),
    address: p.text(),
    userAgent: p.text().nullable(),
    expiresAt: moment(),
    lastUsedAt: createdAt(),
    createdAt: createdAt(),
  },
});

/** Somebody who signed in with a password, until it expires or is ended. */
export class Session extends schema.class {}
schema.setClass(Session);
