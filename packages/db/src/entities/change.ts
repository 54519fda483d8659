import { defineEntity, p } from '@mikro-orm/core';
import { createdAt } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'Change',
  tableName: 'changes',
  indexes: [{ properties: ['userId', 'xact', 'id'] }],
  checks: [
    { name: 'changes_resource_check', expression: "resource in ('todo', 'list', 'label', 'reminder')" },
    { name: 'changes_change_check', expression: "change in ('created', 'updated', 'deleted', 'fired')" },
  ],
  properties: {
    // the transaction that wrote it: rows are served once no older transaction can still commit
    xact: p.text().columnType('xid8').primary().defaultRaw('pg_current_xact_id()'),
    id: p.bigint('number').primary().generated('by default as identity'),
    userId: userId(),
    resource: p.text().$type<'todo' | 'list' | 'label' | 'reminder'>(),
    // no foreign key: what is told of may be gone
    resourceId: p.bigint('number'),
    change: p.text().$type<'created' | 'updated' | 'deleted' | 'fired'>(),
    changedAt: createdAt(),
  },
});

/**
 * That something of an account changed, for clients that stay in step; kept for 30 days. Triggers on todos, lists and
 * labels write it, and the statement that fires reminders.
 */
export class Change extends schema.class {}
schema.setClass(Change);
