import { defineEntity, type Opt, p } from '@mikro-orm/core';
import { createdAt, id, moment, position } from './columns.ts';
import type { ReminderRule } from './reminder.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'Todo',
  tableName: 'todos',
  // (user_id, id) is what composite foreign keys refer to and what serves the pages of an account
  uniques: [{ properties: ['userId', 'id'] }, { properties: ['userId', 'position'] }],
  indexes: [
    { properties: ['userId', 'completed', 'id'] },
    { name: 'todos_parent_index', properties: ['userId', 'parentId'], where: 'parent_id is not null' },
    {
      name: 'todos_uid_index',
      expression: 'create unique index todos_uid_index on todos (user_id, uid) where uid is not null',
    },
    // what is in the trash is looked at seldom: one order is enough
    { name: 'todos_trash_index', properties: ['userId', 'deletedAt', 'id'], where: 'deleted_at is not null' },
    ...orders('completed'),
    ...orders('list_id'),
  ],
  checks: [
    { name: 'todos_parent_check', expression: 'parent_id <> id' },
    {
      name: 'todos_due_on_check',
      expression: "due_on is null or due_date is not null and due_date = due_on::timestamp at time zone 'UTC'",
    },
    {
      name: 'todos_recurrence_check',
      expression: '(recurrence is null) = (recurrence_start is null) and (recurrence is null or due_date is not null)',
    },
    { name: 'todos_recurrence_from_check', expression: "recurrence_from in ('due', 'completion')" },
    { name: 'todos_completed_at_check', expression: 'completed or completed_at is null' },
    { name: 'todos_priority_check', expression: 'priority between 0 and 4' },
  ],
  properties: {
    id: id(),
    completed: p.boolean(),
    description: p.string().columnType('varchar'),
    // for one that is due all day, the beginning of that day in UTC: what it is sorted by
    dueDate: moment().nullable(),
    // the day on which it is due all day, in whatever zone
    dueOn: p.date().nullable(),
    // IANA; null for the account's
    timeZone: p.text().nullable(),
    // an RRULE as parseRecurrence writes it, and where its series begins as seriesStart does
    recurrence: p.text().nullable(),
    recurrenceFrom: p.text().$type<Opt<'due' | 'completion'>>().default('due'),
    recurrenceStart: p.text().nullable(),
    // completions since then
    recurrenceDone: p.integer().default(0),
    userId: userId(),
    // what another program or server calls it, where it was imported; see `todoUid` in representations.ts
    uid: p.text().nullable(),
    notes: p.text().nullable(),
    // 0 none, 1 lowest, 4 highest
    priority: p.smallint().default(0),
    listId: p.bigint('number').nullable(),
    // the todo that this one is a part of; both are in the same list
    parentId: p.bigint('number').nullable(),
    // when to ring; null for the moment it is due
    reminders: p.json().$type<ReminderRule[]>().nullable(),
    // it rings again then, and what would have rung before is silent
    snoozedUntil: moment().nullable(),
    movedTo: p.text().nullable(),
    position: position(),
    // in the trash since then
    deletedAt: moment().nullable(),
    // null also for a todo completed before this column existed
    completedAt: moment().nullable(),
    // raised by every change of the representation; the ETag
    version: p.integer().default(1),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
});

/** An index for each order that an account's todos are asked for in, within what `column` tells apart. */
function orders(column: 'completed' | 'list_id') {
  const keys = {
    created: 'created_at, id',
    updated: 'updated_at, id',
    priority: 'priority, id',
    position: 'position',
    // those without a date come last, and can be paged through like the others
    due: "(coalesce(due_date, 'infinity'::timestamptz)), id",
  };
  return Object.entries(keys).map(([order, key]) => {
    const name = `todos_${column}_${order}_index`;
    return { name, expression: `create index ${name} on todos (user_id, ${column}, ${key}) where deleted_at is null` };
  });
}

export class Todo extends schema.class {}
schema.setClass(Todo);
