import { defineEntity, p } from '@mikro-orm/core';
import { parentsUserId } from './columns.ts';

const schema = defineEntity({
  name: 'ImportRow',
  tableName: 'import_rows',
  indexes: [{ properties: ['userId', 'importId', 'uid'] }],
  properties: {
    userId: parentsUserId().primary(),
    importId: p.bigint('number').primary(),
    // the id that is kept for the todo that it becomes, in the order of the file
    todo: p.bigint('number').primary(),
    // where it stands in the file, as the format counts
    place: p.integer(),
    uid: p.text(),
    parentUid: p.text().nullable(),
    // of a list: `uid:` and its uid, `name:` and its name, or `id:` and its id
    list: p.text().nullable(),
    // columns of the todo, its labels by name, when it rings, its completions
    data: p.json<object>(),
    // ids, found when all rows have come: of the todo that it is already, and of what it is a part of
    known: p.bigint('number').nullable(),
    parent: p.bigint('number').nullable(),
  },
});

/** A todo of a file, until all of them are published at once. */
export class ImportRow extends schema.class {}
schema.setClass(ImportRow);
