import type pg from 'pg';

export interface FireResult {
  /** how many reminders this call fired */
  fired: number;
  /** how many deliveries it queued for them */
  queued: number;
  /** lanes that have something to send, of those that were asked for: queued now, or by whoever had no room for it */
  lanes: string[];
  /** how many seconds after its moment each of them fired */
  lags: number[];
  /** ms until the next reminder is due, as the database's clock has it; null where none waits */
  nextMs: number | null;
}

/** How soon to look again for a due reminder that somebody else holds: an edit, which may leave it as it was. */
const heldAgainMs = 50;

// One statement, so a reminder is fired, its deliveries are queued and clients are told, or nothing of it. `targets` locks
// the channels it queues for: one that is being deleted is waited for and then left out, instead of failing the foreign
// key. The reminders of a disabled account ring nobody. Accounts and their channels are looked up one by one: the planner
// expects hundreds of due reminders, and would read the accounts of everybody for ten of them.
const fireDueText = `
  with due as materialized (
    select id, user_id from reminders
    where state = 'pending' and fire_at <= now()
    order by fire_at limit $1::int
    for update skip locked
  ), fired as (
    update reminders r set state = 'fired', fired_at = now()
    where r.id = any (array(select id from due))
    returning r.id, r.user_id, r.todo_id, r.key, r.generation, r.fire_at, r.fired_at, r.request_id
  ), accounts as materialized (
    select a.user_id, u.deleted_at, u.disabled_at
    from (select distinct user_id from due) a
    cross join lateral (select deleted_at, disabled_at from users where id = a.user_id offset 0) u
  ), targets as materialized (
    select a.user_id, c.id, c.kind, c.every_list, c.lists
    from accounts a cross join lateral (
      select c.id, c.kind, c.every_list,
             array(select l.list_id from channel_lists l where l.user_id = c.user_id and l.channel_id = c.id) as lists
      from channels c
      where c.user_id = a.user_id and c.enabled and (c.kind <> 'email' or c.confirmed_at is not null)
      for key share of c
    ) c
    where a.disabled_at is null
  ), queued as (
    insert into deliveries
      (user_id, kind, lane, reminder_id, generation, channel_id, webhook_id, scheduled_for, fired_at, next_at, request_id)
    select f.user_id, 'reminder', t.kind, f.id, f.generation, t.id, f.key || '-' || f.generation || '-' || t.id,
           f.fire_at, f.fired_at, now(), f.request_id
    from fired f join targets t on t.user_id = f.user_id
    where t.every_list
       or (select d.list_id from todos d where d.user_id = f.user_id and d.id = f.todo_id) = any (t.lists)
    order by f.fire_at, f.id, t.id
    on conflict (reminder_id, generation, channel_id) do nothing
    returning lane
  ), told as (
    insert into changes (user_id, resource, resource_id, change)
    select f.user_id, 'reminder', f.id, 'fired'
    from fired f join accounts a on a.user_id = f.user_id and a.deleted_at is null
    order by f.fire_at, f.id
  ), held as (
    select from reminders
    where state = 'pending' and fire_at <= now() and id not in (select id from due)
    -- without an order the planner expects many such rows, and reads the whole table to find that there is none
    order by fire_at limit 1
  )
  select (select count(*) from fired)::int as fired,
         (select count(*) from queued)::int as queued,
         array(
           select lane from unnest($2::text[]) lane
           where exists (select from queued q where q.lane = lane.lane)
              or exists (select from deliveries d where d.state = 'queued' and d.ready and d.lane = lane.lane)
         ) as lanes,
         (select coalesce(array_agg(extract(epoch from fired_at - fire_at)::float8), '{}') from fired) as lags,
         case when exists (select from held) then ${heldAgainMs} else
           (select ceil(extract(epoch from min(fire_at) - clock_timestamp()) * 1000)
            from reminders where state = 'pending' and fire_at > now())
         end::float8 as "nextMs"`;

/**
 * Fires up to `limit` due reminders, each exactly once whoever else fires at the same time, and queues their deliveries.
 * Says which of `lanes` have something to send.
 */
export async function fireDue(
  database: Pick<pg.Pool, 'query'>,
  limit: number,
  lanes: readonly string[] = [],
): Promise<FireResult> {
  const { rows } = await database.query<FireResult>({ name: 'fire_due', text: fireDueText, values: [limit, lanes] });
  if (!rows[0]) throw new Error('fire_due answered no row');
  return rows[0];
}
