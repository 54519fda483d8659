import type pg from 'pg';
import { lockAccount } from '../../account-lock.ts';
import { cancelOfChannel } from '../../delivery-writes.ts';
import { inTransaction } from '../../transaction.ts';
import type { ChannelLink } from './links.ts';

/** Writes down that the channel's address is its person's; from now on it rings. */
export async function confirm(pool: pg.Pool, { accountId, channel }: ChannelLink): Promise<void> {
  await inTransaction(pool, async (client) => {
    await lockAccount(client, accountId);
    await client.query({
      name: 'confirm_channel',
      text: `update channels set confirmed_at = now()
             where user_id = $1::bigint and id = $2::bigint and confirmed_at is null`,
      values: [accountId, channel.id],
    });
  });
}

/** Switches the channel off, and cancels what is queued for it. An address has to be confirmed again to ring again. */
export async function unsubscribe(pool: pg.Pool, { accountId, channel }: ChannelLink): Promise<void> {
  await inTransaction(pool, async (client) => {
    await lockAccount(client, accountId);
    await client.query({
      name: 'unsubscribe_channel',
      text: `update channels set enabled = false, disabled_reason = 'unsubscribed by a link in a message',
               confirmed_at = case when kind <> 'email' then confirmed_at end
             where user_id = $1::bigint and id = $2::bigint`,
      values: [accountId, channel.id],
    });
    await cancelOfChannel(client, accountId, channel.id);
  });
}
