import { defineEntity, p } from '@mikro-orm/core';

const schema = defineEntity({
  name: 'ChangeFeed',
  tableName: 'change_feed',
  checks: [{ name: 'change_feed_one_row_check', expression: 'id = 1' }],
  properties: {
    id: p.smallint().primary(),
    // part of every cursor: a new one makes all clients start over
    epoch: p.uuid().defaultRaw('gen_random_uuid()'),
    // what transaction ids and rows of changes belong to; null until migrate has run on it
    databaseIdentity: p.text().nullable(),
    // up to this transaction, rows of changes may have been pruned
    prunedThrough: p.text().columnType('xid8').nullable(),
  },
});

/** What is true of all of `changes`: one row. Only migrate may change the epoch. */
export class ChangeFeed extends schema.class {}
schema.setClass(ChangeFeed);
