import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, id, moment } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'PasswordReset',
  tableName: 'password_resets',
  uniques: [{ properties: ['userId', 'id'] }],
  properties: {
    id: id(),
    userId: userId(),
    // SHA-256 of the token in the link; null until the message with the link is sent, as only its sender knows the token
    tokenHash: p.blob().nullable().unique(),
    expiresAt: moment(),
    createdAt: createdAt(),
  },
});

/** Lets one person choose a new password; used, it is deleted with the account's others. */
export class PasswordReset extends schema.class {}
schema.setClass(PasswordReset);
