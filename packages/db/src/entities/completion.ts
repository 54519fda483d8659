import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, id, moment, parentsUserId } from './columns.ts';

const schema = defineEntity({
  name: 'Completion',
  tableName: 'completions',
  indexes: [{ properties: ['userId', 'todoId', 'id'] }],
  properties: {
    id: id(),
    userId: parentsUserId(),
    todoId: p.bigint('number'),
    // when the occurrence was due, as todos have it
    dueDate: moment(),
    dueOn: p.date().nullable(),
    completedAt: createdAt(),
  },
});

/** An occurrence of a recurring todo that was completed. */
export class Completion extends schema.class {}
schema.setClass(Completion);
