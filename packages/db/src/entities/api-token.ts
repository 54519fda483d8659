import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, id } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'ApiToken',
  tableName: 'api_tokens',
  uniques: [{ properties: ['userId', 'name'] }],
  properties: {
    id: id(),
    userId: userId(),
    name: p.text(),
    // SHA-256 of the token; the token itself is nowhere
    tokenHash: p.blob().unique(),
    createdAt: createdAt(),
  },
});

/** What a client sends as `Authorization: Bearer`, as its hash. */
export class ApiToken extends schema.class {}
schema.setClass(ApiToken);
