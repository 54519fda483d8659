import type pg from 'pg';
import { lockAccount } from '../../account-lock.ts';
import { queueDelivery } from '../../delivery-writes.ts';
import { invalidBody, Problem } from '../../problem.ts';
import { inTransaction } from '../../transaction.ts';
import { readChannel } from './queries.ts';
import type { NewChannel, QuietHours } from './schemas.ts';
import { newSecret } from './secret.ts';
import { demandLists, setLists } from './work.ts';

/** How many channels an account can have. */
const most = 100;

const insertText = `
  insert into channels
    (user_id, kind, name, url, secret, address, topic, token, every_list,
     quiet_hours_of, quiet_hours_start, quiet_hours_end, digest_at)
  select $1::bigint, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::boolean,
         $10::text, $11::time, $12::time, $13::time
  where (select count(*) from channels where user_id = $1::bigint) < ${most}
  returning id::float8 as id`;

/**
 * Adds a channel; answers its id and its JSON with the secret of a webhook. An e-mail address is sent a link that
 * confirms it. Throws not_found where a list is not there, invalid_request, and conflict where there are 100 channels or
 * the server sends no mail.
 */
export async function createChannel(
  database: pg.Pool | pg.PoolClient,
  accountId: number,
  channel: NewChannel,
  { sendsMail }: { sendsMail: boolean },
): Promise<{ id: number; json: string }> {
  const quiet = quietColumns(channel.quiet_hours ?? (channel.kind === 'webhook' ? 'none' : 'account'));
  return inTransaction(database, async (client) => {
    await lockAccount(client, accountId);
    await demandLists(client, accountId, channel.list_ids);
    if (channel.kind === 'email' && !sendsMail) throw noMail();
    const {
      url = null,
      secret = null,
      address = null,
      topic = null,
      token = null,
      digestAt = null,
    } = targetOf(channel);
    const { rows } = await client.query<{ id: number }>({
      name: 'create_channel',
      text: insertText,
      values: [
        accountId,
        channel.kind,
        channel.name,
        url,
        secret,
        address,
        topic,
        token,
        !channel.list_ids,
        ...[quiet.of, quiet.start, quiet.end],
        digestAt,
      ],
    });
    if (!rows[0]) throw new Problem('conflict', `There are ${most} channels: delete some.`);
    const { id } = rows[0];
    if (channel.list_ids) await setLists(client, accountId, id, channel.list_ids);
    if (address !== null)
      await queueDelivery(client, accountId, { kind: 'account', lane: 'email', channelId: id, recipient: address });
    const shown = await readChannel(client, accountId, id);
    return { id, json: JSON.stringify({ ...JSON.parse(shown), secret }) };
  });
}

interface Target {
  url?: string;
  secret?: string;
  address?: string;
  topic?: string;
  token?: string | null;
  digestAt?: string | null;
}

function targetOf(channel: NewChannel): Target {
  switch (channel.kind) {
    case 'webhook':
      return { url: new URL(channel.url).href, secret: newSecret() };
    case 'email':
      return { address: channel.address, digestAt: channel.digest_at ?? null };
    case 'ntfy':
      return { url: new URL(channel.url).href, topic: channel.topic, token: channel.token ?? null };
  }
}

/** The columns that hold quiet hours. Throws invalid_request where they end when they begin. */
export function quietColumns(hours: QuietHours): {
  of: 'account' | 'channel' | 'nobody';
  start: string | null;
  end: string | null;
} {
  if (typeof hours === 'string') return { of: hours === 'none' ? 'nobody' : hours, start: null, end: null };
  if (hours.start === hours.end) throw invalidBody('/quiet_hours/end', 'must be another time than the start');
  return { of: 'channel', ...hours };
}

export function noMail(): Problem {
  return new Problem('conflict', 'This server sends no mail: its operator has to set SMTP_URL.');
}
