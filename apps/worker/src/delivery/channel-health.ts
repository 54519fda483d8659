import type pg from 'pg';
import { storableText } from './settle.ts';

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

/** A channel to disable, if it still is what was seen of it: its receiver is gone, or all fails since so many ms. */
export interface Disabling {
  id: number;
  reason: string;
  url: string | null;
  failingMs: number | null;
}

/** Stops ringing channels, and lets the other channels of the account tell it. */
export async function disableChannels(pool: pg.Pool, channels: Disabling[]): Promise<void> {
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
export async function noteHealth(pool: pg.Pool, channels: { id: number; fails: boolean }[]): Promise<void> {
  await pool.query({ name: 'note_health', text: noteText, values: [JSON.stringify(channels)] });
}
