import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, id, moment } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'ApiToken',
  tableName: 'api_tokens',
  uniques: [{ properties: ['userId', 'name'] }, { properties: ['userId', 'id'] }],
  checks: [
    { name: 'api_tokens_scopes_check', expression: "scopes <@ array['read', 'write', 'admin'] and scopes <> '{}'" },
  ],
  properties: {
    id: id(),
    userId: userId(),
    name: p.text(),
    // SHA-256 of the token; the token itself is nowhere
    tokenHash: p.blob().unique(),
    scopes: p.array().$type<Scope[]>(),
    expiresAt: moment().nullable(),
    // to the minute
    lastUsedAt: moment().nullable(),
    createdAt: createdAt(),
  },
});

/** What a token may do: read the account's data, write it, and administer the account itself (tokens, sessions, password). */
export type Scope = 'read' | 'write' | 'admin';

/** What a client sends as `Authorization: Bearer`, as its hash. */
export class ApiToken extends schema.class {}
schema.setClass(ApiToken);
