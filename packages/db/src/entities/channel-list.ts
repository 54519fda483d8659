import { defineEntity, p } from '@mikro-orm/core';
import { parentsUserId } from './columns.ts';

const schema = defineEntity({
  name: 'ChannelList',
  tableName: 'channel_lists',
  indexes: [{ properties: ['userId', 'listId'] }],
  properties: {
    userId: parentsUserId().primary(),
    channelId: p.bigint('number').primary(),
    listId: p.bigint('number').primary(),
  },
});

/** A list whose todos ring at a channel that does not ring for all. */
export class ChannelList extends schema.class {}
schema.setClass(ChannelList);
