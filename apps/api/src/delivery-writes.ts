import type { ChannelKind, DeliveryKind } from 'db';
import { deliveryColumns } from 'db/sql';
import type pg from 'pg';
import { currentRequestId } from './request-id.ts';
import { arrayText, type Sql } from './sql-of.ts';

/** Wakes the worker: something can be sent. */
export const wakeWorkerNow = `pg_notify('reminder_due', '')::text`;

const queueText = `
  with d as (
    insert into deliveries
      (user_id, kind, lane, channel_id, invitation_id, recipient, request_id, webhook_id, scheduled_for, fired_at, next_at)
    values ($1::bigint, $2::text, $3::text, $4::bigint, $5::bigint, $6::text, $7::text, gen_random_uuid()::text, now(), now(),
            now())
    returning *
  )
  select r.id::float8 as id, row_to_json(r)::text as json, ${wakeWorkerNow} from (select ${deliveryColumns} from d) r`;

/** A delivery as it was written, with its JSON. */
export interface WrittenDelivery {
  id: number;
  json: string;
}

/** Queues a message that is to be sent at once. */
export async function queueDelivery(
  client: pg.PoolClient,
  accountId: number,
  message: {
    kind: DeliveryKind;
    lane: ChannelKind;
    channelId?: number;
    invitationId?: number;
    /** an e-mail address */
    recipient?: string | null;
  },
): Promise<WrittenDelivery> {
  const { kind, lane, channelId, invitationId, recipient } = message;
  const { rows } = await client.query<WrittenDelivery>({
    name: 'queue_delivery',
    text: queueText,
    values: [accountId, kind, lane, channelId, invitationId, recipient, currentRequestId()],
  });
  if (!rows[0]) throw new Error('queue_delivery answered no row');
  return rows[0];
}

// in the order of their ids, as the worker settles them: two orders could wait for each other
const cancelText = (which: string) => `
  with queued as (
    select id from deliveries where ${which} and state = 'queued' order by id for update
  )
  update deliveries d set state = 'cancelled', worker = null from queued where d.id = queued.id`;

const cancelOfChannelText = cancelText('user_id = $1::bigint and channel_id = $2::bigint');
const cancelOfRemindersText = cancelText('reminder_id = any($1::bigint[])');

/** Cancels what is queued for a channel, which is locked. */
export async function cancelOfChannel(sql: Sql, accountId: number, channelId: number): Promise<void> {
  await sql.query({ name: 'cancel_of_channel', text: cancelOfChannelText, values: [accountId, channelId] });
}

/** Cancels what is queued for reminders, which are locked, by their ids. */
export async function cancelOfReminders(sql: Sql, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  await sql.query({ name: 'cancel_of_reminders', text: cancelOfRemindersText, values: [arrayText(ids)] });
}
