import { randomBytes } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Channel, channelColumns } from 'db';
import { Problem } from '../../problem.ts';
import type { NewChannel } from './schemas.ts';

/** Adds a channel with a new secret; answers its id and its JSON, the secret in it. */
export async function createChannel(
  em: EntityManager,
  accountId: number,
  { kind, name, url }: NewChannel,
): Promise<{ id: number; json: string }> {
  return em.transactional(async (tx) => {
    const channel = tx.create(Channel, {
      userId: accountId,
      kind,
      name,
      url: new URL(url).href,
      secret: newSecret(),
      enabled: true,
    });
    await tx.flush();
    const [row] = await tx.execute<{ json: string }[]>(
      `select row_to_json(r)::text as json from (select ${channelColumns}, c.secret from channels c where c.id = ?) r`,
      [channel.id],
    );
    if (!row) throw new Error(`channel ${channel.id} is gone within the transaction that made it`);
    return { id: channel.id, json: row.json };
  });
}

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
    if (!channel) throw new Problem('not_found', `There is no channel ${id}.`);
    await tx.execute(cancelQueued, [accountId, id]);
    change(channel, tx);
  });
}

// in the order of their ids, as the worker settles them: two orders could wait for each other
const cancelQueued = `
  with queued as (
    select id from deliveries where user_id = ? and channel_id = ? and state = 'queued' order by id for update
  )
  update deliveries d set state = 'cancelled', worker = null from queued where d.id = queued.id`;

/** Standard Webhooks 1.0, "Signature scheme": `whsec_` and base64 of 24 to 64 random bytes. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
