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
    // SHA-256 of the token in the link; null until the message with the link is sent, as only its sender knows the token
    tokenHash: p.blob().nullable().unique(),
    // whom the message with the link goes to, where one does
    email: p.text().nullable(),
    expiresAt: moment(),
    createdAt: createdAt(),
  },
});

/** Lets one person make an account while sign-up is closed; used, it is deleted. */
export class Invitation extends schema.class {}
schema.setClass(Invitation);
