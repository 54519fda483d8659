import { reminderColumns, todoColumns } from 'db';
import type pg from 'pg';

/** A delivery that this worker may send until its lease ends, with what its message is made of. */
export interface ClaimedDelivery {
  id: number;
  /** the number that settling and releasing must show */
  claim: number;
  /** attempts made before this one */
  attempts: number;
  webhook_id: string;
  /** another worker held it and let its lease end */
  takeover: boolean;
  channel: { id: number; url: string; secret: string } | null;
  reminder: { id: number; scheduled_for: string; fired_at: string } | null;
  todo: { id: number; description: string; [field: string]: unknown } | null;
  /** why it must not be sent any more, or null */
  obsolete: string | null;
}

export interface ClaimResult {
  claimed: ClaimedDelivery[];
  /** ms until the next delivery is due, a lease that ends included; null where none waits */
  nextMs: number | null;
}

/** How soon to look again for a due delivery that somebody else holds. */
const heldAgainMs = 50;

// A kind that nobody here can send waits in its lane, which the index leads with. The lease is next_at: one partial index serves new, retried and abandoned rows. The reminder may have been edited
// and the todo completed since it was queued; those cancel the row in their own transaction, and the joins look again.
const claimText = `
  with due as materialized (
    select id, worker is not null as takeover from deliveries
    where kind = 'reminder' and state = 'queued' and next_at <= now()
    order by next_at limit $1::int
    for update skip locked
  ), claimed as (
    update deliveries d
    set claim = claim + 1, attempts = attempts + (worker is not null)::int, worker = $3::text,
        next_at = now() + $2::int * interval '1 millisecond'
    from due where d.id = due.id
    returning d.id, d.user_id, d.claim, d.attempts, d.webhook_id, d.reminder_id, d.generation, d.channel_id, due.takeover
  ), message as (
    select d.id, d.claim, d.attempts, d.webhook_id, d.takeover,
           (select row_to_json(x) from (select c.id, c.url, c.secret where c.id is not null) x) as channel,
           (select row_to_json(x) from (select ${reminderColumns} where r.id is not null) x) as reminder,
           (select row_to_json(x) from (select ${todoColumns} where t.id is not null) x) as todo,
           case
             when t.id is null then 'the todo was deleted'
             when t.deleted_at is not null then 'the todo was deleted'
             when t.completed then 'the todo was completed'
             when r.generation <> d.generation then 'the reminder was moved'
             when u.disabled_at is not null then 'the account is disabled'
             when c.id is null then 'the channel was deleted'
             when not c.enabled then 'the channel is disabled: ' || c.disabled_reason
           end as obsolete
    from claimed d
    join users u on u.id = d.user_id
    left join reminders r on r.id = d.reminder_id
    left join todos t on t.id = r.todo_id
    left join channels c on c.id = d.channel_id
  ), held as (
    select from deliveries
    where kind = 'reminder' and state = 'queued' and next_at <= now() and id not in (select id from due)
    order by next_at limit 1
  )
  select coalesce((select json_agg(row_to_json(message)) from message), '[]') as claimed,
         case when exists (select from held) then ${heldAgainMs} else
           (select ceil(extract(epoch from min(next_at) - clock_timestamp()) * 1000)
            from deliveries where kind = 'reminder' and state = 'queued' and next_at > now())
         end::float8 as next_ms`;

/** Claims up to `limit` due deliveries for `leaseMs`. Whoever claims at the same time gets others. */
export async function claimDeliveries(
  pool: pg.Pool,
  { limit, leaseMs, worker }: { limit: number; leaseMs: number; worker: string },
): Promise<ClaimResult> {
  const { rows } = await pool.query<{ claimed: ClaimedDelivery[]; next_ms: number | null }>({
    name: 'claim_deliveries',
    text: claimText,
    values: [limit, leaseMs, worker],
  });
  const row = rows[0];
  if (!row) throw new Error('claim_deliveries answered no row');
  return { claimed: row.claimed, nextMs: row.next_ms };
}
