import type pg from 'pg';
import type { ClaimedDelivery } from './claimed-delivery.ts';

/** How many are taken beside those that were claimed: few enough that nobody waits for it. */
const most = 5000;

// Together with those that were claimed goes what else of the channel can be told with them and nobody holds.
const foldText = `
  with channel as materialized (
    -- before its deliveries, as everything that locks both
    select * from channels where id = $1::bigint for key share
  ), mine as materialized (
    select * from json_to_recordset($2::json) as x (id bigint, claim int)
  ), member as materialized (
    select d.id, d.scheduled_for, d.fired_at from deliveries d
    where d.id in (
      select d.id from deliveries d join mine on d.id = mine.id and d.claim = mine.claim
      union all
      (select d.id from deliveries d join channel c on true
       where d.state = 'queued' and d.ready and d.lane = c.kind and coalesce(d.channel_id, 0::bigint) = c.id
         and d.kind = 'reminder' and d.redelivered_at is null and d.next_at <= now()
         and case when c.digest_at is not null then d.held_for = 'digest' else d.scheduled_for < now() - $3::int * interval '1 millisecond' end
       limit ${most})
      union all
      (select d.id from deliveries d join channel c on d.channel_id = c.id
       where d.state = 'queued' and not d.ready and d.next_at <= now() and d.worker is null and d.held_for = 'digest'
         and d.kind = 'reminder' and c.digest_at is not null
       limit ${most})
    ) and d.state = 'queued'
    order by d.id for update of d skip locked
  ), digest as (
    insert into deliveries (user_id, kind, lane, channel_id, webhook_id, scheduled_for, fired_at, next_at)
    select c.user_id, 'digest', c.kind, c.id, gen_random_uuid()::text, m.scheduled_for, m.fired_at, now()
    from (select min(scheduled_for) as scheduled_for, max(fired_at) as fired_at from member having count(*) > 0) m
    join channel c on true
    returning id
  )
  update deliveries d set state = 'folded', digest_id = digest.id, worker = null, held_for = null
  from member, digest where d.id = member.id
  returning d.id::float8 as id`;

/**
 * Makes one digest of reminders of a channel: of those that were claimed, and of all others that are due for its daily
 * digest, or else are older than `staleMs`. It is queued as a delivery of its own, and they are told by it. Answers their ids:
 * one that was claimed and is not among them is held by somebody else.
 */
export async function foldDeliveries(
  pool: pg.Pool,
  channelId: number,
  { claimed, staleMs }: { claimed: Pick<ClaimedDelivery, 'id' | 'claim'>[]; staleMs: number },
): Promise<Set<number>> {
  const claims = JSON.stringify(claimed.map(({ id, claim }) => ({ id, claim })));
  const { rows } = await pool.query<{ id: number }>({
    name: 'fold_deliveries',
    text: foldText,
    values: [channelId, claims, staleMs],
  });
  return new Set(rows.map(({ id }) => id));
}
