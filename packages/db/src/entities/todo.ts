import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, id, moment } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'Todo',
  tableName: 'todos',
  // (user_id, id) is what composite foreign keys refer to and what serves the pages of an account
  uniques: [{ properties: ['userId', 'id'] }],
  indexes: [{ properties: ['userId', 'completed', 'id'] }],
  checks: [{ name: 'todos_completed_at_check', expression: 'completed or completed_at is null' }],
  properties: {
    id: id(),
    completed: p.boolean(),
    description: p.string().columnType('varchar'),
    dueDate: moment().nullable(),
    userId: userId(),
    // null also for a todo completed before this column existed
    completedAt: moment().nullable(),
    // raised by every change of the representation; the ETag
    version: p.integer().default(1),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
});

export class Todo extends schema.class {}
schema.setClass(Todo);
