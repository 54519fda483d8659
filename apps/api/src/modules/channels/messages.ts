import { deliveryColumns } from 'db/sql';
import type pg from 'pg';
import { queueDelivery, type WrittenDelivery } from '../../delivery-writes.ts';
import { Problem } from '../../problem.ts';
import { noMail } from './create-channel.ts';
import { noChannel } from './queries.ts';
import { workOnChannel } from './work.ts';

/** Queues a message that shows that a channel works. Throws not_found, and conflict where nothing is sent there. */
export async function sendTest(
  database: pg.Pool | pg.PoolClient,
  accountId: number,
  id: number,
): Promise<WrittenDelivery> {
  return workOnChannel(database, accountId, id, async (client, { kind, enabled, disabledReason, confirmed }) => {
    if (!enabled) throw isDisabled(id, disabledReason);
    if (kind === 'email' && !confirmed) throw new Problem('conflict', `The address of channel ${id} is not confirmed.`);
    return queueDelivery(client, accountId, { kind: 'test', lane: kind, channelId: id });
  });
}

/** The address that has yet to be confirmed. Throws not_found, and conflict where there is nothing to confirm. */
export async function demandUnconfirmed(
  database: Pick<pg.Pool, 'query'>,
  accountId: number,
  id: number,
  { sendsMail }: { sendsMail: boolean },
): Promise<string> {
  const { rows } = await database.query<{ address: string | null; confirmed: boolean }>({
    name: 'channel_to_confirm',
    text: `select address, confirmed_at is not null as confirmed from channels
           where user_id = $1::bigint and id = $2::bigint`,
    values: [accountId, id],
  });
  if (!rows[0]) throw noChannel(id);
  const address = demandToConfirm(id, rows[0]);
  if (!sendsMail) throw noMail();
  return address;
}

const waitingText = `
  select r.id::float8 as id, row_to_json(r)::text as json from (
    select ${deliveryColumns} from deliveries d
    where d.user_id = $1::bigint and d.channel_id = $2::bigint and d.kind = 'account' and d.state = 'queued'
    order by d.id limit 1
  ) r`;

/** Queues a link that confirms the channel's address, unless one is waiting; answers which. Throws like `demandUnconfirmed`. */
export async function sendConfirmation(
  database: pg.Pool | pg.PoolClient,
  accountId: number,
  id: number,
): Promise<WrittenDelivery> {
  return workOnChannel(database, accountId, id, async (client, channel) => {
    const recipient = demandToConfirm(id, channel);
    if (!channel.enabled) throw isDisabled(id, channel.disabledReason);
    const { rows } = await client.query<WrittenDelivery>({
      name: 'waiting_confirmation',
      text: waitingText,
      values: [accountId, id],
    });
    return rows[0] ?? queueDelivery(client, accountId, { kind: 'account', lane: 'email', channelId: id, recipient });
  });
}

function demandToConfirm(id: number, { address, confirmed }: { address: string | null; confirmed: boolean }): string {
  if (address === null) throw new Problem('conflict', `Channel ${id} has no address to confirm.`);
  if (confirmed) throw new Problem('conflict', `The address of channel ${id} is confirmed.`);
  return address;
}

function isDisabled(id: number, reason: string | null): Problem {
  return new Problem('conflict', `Channel ${id} is disabled: ${reason}.`);
}
