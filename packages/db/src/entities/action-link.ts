import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, id, moment } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'ActionLink',
  tableName: 'action_links',
  indexes: [
    { name: 'action_links_todo_index', properties: ['userId', 'todoId'], where: 'todo_id is not null' },
    { name: 'action_links_channel_index', properties: ['userId', 'channelId'], where: 'channel_id is not null' },
    { properties: ['expiresAt'] },
  ],
  checks: [
    {
      name: 'action_links_action_check',
      expression: `case
        when action in ('done', 'snooze') then todo_id is not null and channel_id is null
        else action in ('confirm', 'unsubscribe') and channel_id is not null and todo_id is null
      end`,
    },
  ],
  properties: {
    id: id(),
    userId: userId(),
    // SHA-256 of the token in the link
    tokenHash: p.blob().unique(),
    action: p.text().$type<LinkedAction>(),
    todoId: p.bigint('number').nullable(),
    // when the todo was due as the message told: a link is about that occurrence and no later one
    dueDate: moment().nullable(),
    channelId: p.bigint('number').nullable(),
    expiresAt: moment(),
    createdAt: createdAt(),
  },
});

export type LinkedAction = 'done' | 'snooze' | 'confirm' | 'unsubscribe';

/** What a link in a message does, without signing in. */
export class ActionLink extends schema.class {}
schema.setClass(ActionLink);
