import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, id, moment, position } from './columns.ts';
import type { ReminderRule } from './reminder.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'List',
  tableName: 'lists',
  uniques: [{ properties: ['userId', 'id'] }, { properties: ['userId', 'position'] }],
  indexes: [
    {
      name: 'lists_uid_index',
      expression: 'create unique index lists_uid_index on lists (user_id, uid) where uid is not null',
    },
  ],
  properties: {
    id: id(),
    userId: userId(),
    // what another server calls it, where it was imported; see `listUid` in representations.ts
    uid: p.text().nullable(),
    name: p.text(),
    movedTo: p.text().nullable(),
    position: position(),
    // of todos that are new in it; null for the account's
    defaultReminders: p.json().$type<ReminderRule[]>().nullable(),
    archivedAt: moment().nullable(),
    // raised by every change of the representation; the ETag
    version: p.integer().default(1),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
});

/** What todos are put in; a todo may be in none. */
export class List extends schema.class {}
schema.setClass(List);
