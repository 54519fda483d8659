import type { DeliveryKind, DeliveryState } from 'db';
import { deliveryColumns, obsoleteReason } from 'db/sql';
import type pg from 'pg';
import { lockAccount } from '../../account-lock.ts';
import { wakeWorkerNow } from '../../delivery-writes.ts';
import { instantText } from '../../instant-text.ts';
import { Problem } from '../../problem.ts';
import { currentRequestId } from '../../request-id.ts';
import { inTransaction } from '../../transaction.ts';
import { demandPlaces, noDelivery } from './queries.ts';
import { mostRedelivered, type Redelivery } from './schemas.ts';

interface Known {
  kind: DeliveryKind;
  state: DeliveryState;
  /** null where there is none any more */
  channel: { enabled: boolean; disabled_reason: string | null; confirmed: boolean } | null;
  /** why there is nothing to tell, or null */
  obsolete: string | null;
}

// what the worker would cancel as it claims it is not queued: what the log says would be lost for nothing
const channelTakes = `c.enabled and (c.kind <> 'email' or c.confirmed_at is not null)`;
const withTodo = `
  left join reminders r on r.user_id = d.user_id and r.id = d.reminder_id
  left join todos t on t.user_id = r.user_id and t.id = r.todo_id`;

const knownText = `
  select d.kind, d.state, (
           select row_to_json(x) from (
             select c.enabled, c.disabled_reason, c.kind <> 'email' or c.confirmed_at is not null as confirmed
             from channels c where c.user_id = d.user_id and c.id = d.channel_id
           ) x
         ) as channel, ${obsoleteReason} as obsolete
  from deliveries d ${withTodo} where d.user_id = $1::bigint and d.id = $2::bigint`;

const redeliveredText = `
  select row_to_json(r)::text as json
  from (select ${deliveryColumns} from deliveries d where d.user_id = $1::bigint and d.id = $2::bigint) r`;

/** Queues a delivery again; answers its JSON. Throws not_found, and conflict where it cannot be sent. */
export async function redeliver(database: pg.Pool | pg.PoolClient, accountId: number, id: number): Promise<string> {
  return inTransaction(database, async (client) => {
    await lockAccount(client, accountId);
    const { rows } = await client.query<Known>({
      name: 'delivery_to_redeliver',
      text: knownText,
      values: [accountId, id],
    });
    if (!rows[0]) throw noDelivery(id);
    demandSendable(id, rows[0]);
    if ((await requeue(client, accountId, [id])) === 0)
      throw new Problem('conflict', 'Something that it needs was changed at the same moment. Try again.');
    const written = await client.query<{ json: string }>({
      name: 'redelivered',
      text: redeliveredText,
      values: [accountId, id],
    });
    if (!written.rows[0]) throw noDelivery(id);
    return written.rows[0].json;
  });
}

function demandSendable(id: number, { kind, state, channel, obsolete }: Known): void {
  const because = (reason: string) => new Problem('conflict', `Delivery ${id} cannot be sent again: ${reason}.`);
  if (kind === 'account') throw because('its link is made for one message; ask for another one');
  if (state === 'queued') throw because('it is queued');
  if (state === 'folded') throw because('a digest tells it');
  if (!channel) throw because('its channel is gone');
  if (!channel.enabled) throw because(`its channel is disabled (${channel.disabled_reason})`);
  if (!channel.confirmed) throw because('the address of its channel is not confirmed');
  if (obsolete !== null) throw because(obsolete);
}

const failedText = `
  select d.id::float8 as id from deliveries d join channels c on c.user_id = d.user_id and c.id = d.channel_id
  ${withTodo}
  where d.user_id = $1::bigint and d.state = 'failed' and d.fired_at >= $2::timestamptz
    and ($3::bigint is null or d.channel_id = $3::bigint)
    and d.kind <> 'account' and ${channelTakes} and (${obsoleteReason}) is null
  order by d.id limit ${mostRedelivered} + 1`;

/**
 * Queues what has failed again, the oldest first and at most 1,000 at once; what cannot be sent any more is left as it
 * is. Throws not_found where the channel is not there.
 */
export async function redeliverFailed(
  database: pg.Pool | pg.PoolClient,
  accountId: number,
  { since, channel_id }: Redelivery,
): Promise<{ redelivered: number; more: boolean }> {
  return inTransaction(database, async (client) => {
    await lockAccount(client, accountId);
    if (channel_id !== undefined) await demandPlaces(client, accountId, { channel_id });
    const { rows } = await client.query<{ id: number }>({
      text: failedText,
      values: [accountId, instantText(since), channel_id],
    });
    const ids = rows.slice(0, mostRedelivered).map(({ id }) => id);
    return { redelivered: await requeue(client, accountId, ids), more: rows.length > mostRedelivered };
  });
}

// The order of locks: reminders, channels, deliveries, each by id. Nobody then takes away what a queued row needs.
const lockRemindersText = `
  select from reminders r
  where r.user_id = $1::bigint
    and r.id in (select d.reminder_id from deliveries d where d.user_id = $1::bigint and d.id = any($2::bigint[]))
  order by r.id for key share`;

const lockChannelsText = `
  select from channels c
  where c.user_id = $1::bigint
    and c.id in (select d.channel_id from deliveries d where d.user_id = $1::bigint and d.id = any($2::bigint[]))
  order by c.id for share`;

// `claim` rises, so that a worker whose delivery was cancelled under its hands cannot settle it any more.
const requeueText = `
  with wanted as (
    select d.id from deliveries d ${withTodo}
    where d.user_id = $1::bigint and d.id = any($2::bigint[]) and d.kind <> 'account'
      and d.state in ('failed', 'cancelled', 'delivered')
      and exists (select from channels c where c.user_id = d.user_id and c.id = d.channel_id and ${channelTakes})
      and (${obsoleteReason}) is null
    order by d.id for update of d
  ), requeued as (
    update deliveries d
    set state = 'queued', attempts = 0, claim = claim + 1, worker = null, next_at = now(), ready = true, held_for = null,
        delivered_at = null, redelivered_at = now(), request_id = $3::text
    from wanted where d.id = wanted.id
    returning d.id
  )
  select count(*)::float8 as requeued, case when count(*) > 0 then ${wakeWorkerNow} end from requeued`;

/** Answers how many were queued; the account is locked. */
async function requeue(client: pg.PoolClient, accountId: number, ids: number[]): Promise<number> {
  if (ids.length === 0) return 0;
  const values = [accountId, ids];
  await client.query({ name: 'lock_reminders_of_deliveries', text: lockRemindersText, values });
  await client.query({ name: 'lock_channels_of_deliveries', text: lockChannelsText, values });
  const { rows } = await client.query<{ requeued: number }>({
    name: 'requeue_deliveries',
    text: requeueText,
    values: [...values, currentRequestId()],
  });
  return rows[0]?.requeued ?? 0;
}
