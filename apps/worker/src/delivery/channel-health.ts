import type pg from 'pg';
import { type ClaimedDelivery, receiverOf } from './claimed-delivery.ts';
import { storableText } from './settle.ts';

/** A channel to disable, if it still is what was seen of it: its receiver is gone, or all fails since so many ms. */
export interface Disabling {
  id: number;
  reason: string;
  url: string | null;
  failingMs: number | null;
}

/** What an attempt says of the channel that it was for. */
interface Result {
  delivery: ClaimedDelivery;
  /** whether the channel took it; absent where nothing was sent */
  works?: boolean;
  disable?: Disabling;
}

/** Writes down which channels fail and which work again, and disables those that have failed for too long or are gone. */
export async function noteChannels(pool: pg.Pool, batch: Result[]): Promise<void> {
  const ofChannel = Map.groupBy(
    batch.filter(({ works }) => works !== undefined),
    ({ delivery }) => receiverOf(delivery),
  );
  const changed = new Map<number, boolean>();
  const disabled = new Map<number, Disabling>();
  for (const results of ofChannel.values()) {
    const channel = results[0]?.delivery.channel;
    if (!channel) continue;
    const fails = results.every(({ works }) => !works);
    // each was claimed at another time, and saw the channel as it was then
    if (results.some((each) => fails === (each.delivery.channel?.failing_since === null)))
      changed.set(channel.id, fails);
    const disable = fails && results.find((each) => each.disable)?.disable;
    if (disable) disabled.set(channel.id, disable);
  }
  if (changed.size > 0)
    await noteHealth(
      pool,
      Array.from(changed, ([id, fails]) => ({ id, fails })),
    );
  if (disabled.size > 0) await disableChannels(pool, [...disabled.values()]);
}

// What stays queued for a disabled channel is cancelled one by one as it is claimed. The account's other channels tell it;
// the statement that reads them sees them as they were before, so those disabled here are left out by name.
const disableText = `
  with given as materialized (
    select c.id, x.reason from channels c
    join json_to_recordset($1::json) as x (id bigint, reason text, url text, "failingMs" float8) on x.id = c.id
    where c.enabled and case when x."failingMs" is null then c.url is not distinct from x.url
                             else c.failing_since <= now() - x."failingMs" * interval '1 millisecond' end
    order by c.id for no key update of c
  ), disabled as (
    update channels c set enabled = false, disabled_reason = given.reason from given where c.id = given.id
    returning c.id, c.user_id, c.name, c.disabled_reason
  ), target as materialized (
    select c.id, c.user_id, c.kind from channels c
    where c.user_id in (select user_id from disabled) and c.id not in (select id from disabled)
      and c.enabled and (c.kind <> 'email' or c.confirmed_at is not null)
    for key share of c
  ), told as (
    insert into deliveries (user_id, kind, lane, channel_id, webhook_id, scheduled_for, fired_at, next_at, content)
    select t.user_id, 'notice', t.kind, t.id, gen_random_uuid()::text, now(), now(), now(), jsonb_build_object(
      'event', 'channel.disabled', 'channel', jsonb_build_object('id', d.id, 'name', d.name), 'reason', d.disabled_reason
    )
    from disabled d join target t on t.user_id = d.user_id
    returning id
  )
  select pg_notify('reminder_due', '') from (select from told limit 1) any_told`;

/** Stops ringing channels, and lets the other channels of the account tell it. */
async function disableChannels(pool: pg.Pool, channels: Disabling[]): Promise<void> {
  const values = [JSON.stringify(channels.map(({ reason, ...rest }) => ({ ...rest, reason: storableText(reason) })))];
  await pool.query({ name: 'disable_channels', text: disableText, values });
}

const noteText = `
  with noted as (
    select c.id, x.fails from channels c join json_to_recordset($1::json) as x (id bigint, fails boolean) on x.id = c.id
    where (c.failing_since is not null) <> x.fails
    order by c.id for no key update of c
  )
  update channels c set failing_since = case when noted.fails then now() end from noted where c.id = noted.id`;

/** Writes down since when channels fail, and that others work again. */
async function noteHealth(pool: pg.Pool, channels: { id: number; fails: boolean }[]): Promise<void> {
  await pool.query({ name: 'note_health', text: noteText, values: [JSON.stringify(channels)] });
}
