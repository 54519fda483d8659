import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, id, moment } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'Invitation',
  tableName: 'invitations',
  uniques: [{ properties: ['userId', 'id'] }],
  properties: {
    id: id(),
    // who invites
    userId: userId(),
    // SHA-256 of the token in the link
    tokenHash: p.blob().unique(),
    expiresAt: moment(),
    createdAt: createdAt(),
  },
});

/** Lets one person make an account while sign-up is closed; used, it is deleted. */
export class Invitation extends schema.class {}
schema.setClass(Invitation);
