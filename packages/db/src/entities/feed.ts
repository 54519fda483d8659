import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, id, moment } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'Feed',
  tableName: 'feeds',
  uniques: [{ properties: ['userId', 'name'] }, { properties: ['userId', 'id'] }],
  checks: [{ name: 'feeds_shows_check', expression: "shows in ('todos', 'events')" }],
  properties: {
    id: id(),
    userId: userId(),
    name: p.text(),
    // SHA-256 of the secret in its address; the secret itself is nowhere
    secretHash: p.blob().unique(),
    // what it makes of todos: some applications show events alone
    shows: p.text().$type<FeedShows>(),
    // to the minute
    lastUsedAt: moment().nullable(),
    createdAt: createdAt(),
  },
});

export type FeedShows = 'todos' | 'events';

/** An address at which calendar applications read an account's todos, without signing in. */
export class Feed extends schema.class {}
schema.setClass(Feed);
