import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, id } from './columns.ts';

const schema = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: id(),
    createdAt: createdAt(),
  },
});

/** An account. Row 1 is the owner of the server, made by the migration that creates the table. */
export class User extends schema.class {}
schema.setClass(User);

/** The account a row belongs to; rows go when it goes. */
export const userId = () => p.manyToOne(User).mapToPk().deleteRule('cascade').index(false).fieldName('user_id');
