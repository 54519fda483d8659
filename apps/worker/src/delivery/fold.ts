import type pg from 'pg';
import type { ClaimedDelivery } from './claimed-delivery.ts';

// Together with those that were claimed goes what else of the channel can be told with them and nobody holds.
const foldText = `
  with mine as materialized (
    select * from json_to_recordset($2::json) as x (id bigint, claim int)
  ), member as materialized (
    select d.id, d.scheduled_for, d.fired_at from deliveries d
    where d.id in (
      select d.id from deliveries d join mine on d.id = mine.id and d.claim = mine.claim
      union all
      select d.id from deliveries d join channels c on c.id = $1::bigint
      where d.state = 'queued' and d.ready and d.lane = c.kind and coalesce(d.channel_id, 0::bigint) = c.id
        and d.kind = 'reminder' and d.next_at <= now()
        and case when c.digest_at is not null then d.held_for = 'digest' else d.scheduled_for < now() - $3::int * interval '1 millisecond' end
    ) and d.state = 'queued'
    order by d.id for update of d skip locked
  ), digest as (
    insert into deliveries (user_id, kind, lane, channel_id, webhook_id, scheduled_for, fired_at, next_at)
    select c.user_id, 'digest', c.kind, c.id, gen_random_uuid()::text, m.scheduled_for, m.fired_at, now()
    from (select min(scheduled_for) as scheduled_for, max(fired_at) as fired_at from member having count(*) > 0) m
    join channels c on c.id = $1::bigint
    returning id
  )
  update deliveries d set state = 'folded', digest_id = digest.id, worker = null, held_for = null
  from member, digest where d.id = member.id`;

/**
 * Makes one digest of reminders of a channel: of those that were claimed, and of all others that are due for its daily
 * digest, or else are older than `staleMs`. It is queued as a delivery of its own, and they are told by it.
 */
export async function foldDeliveries(
  pool: pg.Pool,
  channelId: number,
  { claimed, staleMs }: { claimed: Pick<ClaimedDelivery, 'id' | 'claim'>[]; staleMs: number },
): Promise<void> {
  const claims = JSON.stringify(claimed.map(({ id, claim }) => ({ id, claim })));
  await pool.query({ name: 'fold_deliveries', text: foldText, values: [channelId, claims, staleMs] });
}
