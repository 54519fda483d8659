import { defineEntity, p } from '@mikro-orm/core';
import { parentsUserId } from './columns.ts';

const schema = defineEntity({
  name: 'TodoLabel',
  tableName: 'todo_labels',
  indexes: [{ properties: ['userId', 'labelId', 'todoId'] }],
  properties: {
    userId: parentsUserId().primary(),
    todoId: p.bigint('number').primary(),
    labelId: p.bigint('number').primary(),
  },
});

/** A label that a todo has. */
export class TodoLabel extends schema.class {}
schema.setClass(TodoLabel);
