import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Channel } from 'db';
import { cancelOfChannel } from '../../delivery-writes.ts';
import { sqlOf } from '../../sql-of.ts';
import { noChannel } from './queries.ts';

/**
 * Deletes a channel. What is queued for it is cancelled; the log of what was sent stays. It is switched off first, in a
 * transaction of its own: deleting takes as long as its log is, and firing would wait for a channel that still rings.
 */
export async function deleteChannel(em: EntityManager, accountId: number, id: number): Promise<void> {
  await withLockedChannel(em, accountId, id, (channel) => {
    channel.enabled = false;
    channel.disabledReason = 'it is being deleted';
  });
  await withLockedChannel(em, accountId, id, (channel, tx) => void tx.remove(channel));
}

async function withLockedChannel(
  em: EntityManager,
  accountId: number,
  id: number,
  change: (channel: Channel, tx: EntityManager) => void,
): Promise<void> {
  await em.transactional(async (tx) => {
    const channel = await tx.findOne(Channel, { id, userId: accountId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!channel) throw noChannel(id);
    await cancelOfChannel(sqlOf(tx), accountId, id);
    change(channel, tx);
  });
}
