import type pg from 'pg';

export interface Promoted {
  /** how many deliveries can be claimed now that could not before */
  promoted: number;
  /** ms until the next one can, a lease that ends included; null where none waits */
  nextMs: number | null;
}

/** How soon to look again for one that somebody else holds. */
const heldAgainMs = 50;

// What has to wait (for another attempt, for the end of quiet hours, for a lease that may not be kept) is in an index of
// its own, by when it can go on: queues hold only what can be sent at once.
const promoteText = `
  with due as materialized (
    select id from deliveries where state = 'queued' and not ready and next_at <= now()
    order by next_at limit $1::int for update skip locked
  ), promoted as (
    update deliveries d set ready = true from due where d.id = due.id returning d.id
  ), held as (
    select from deliveries
    where state = 'queued' and not ready and next_at <= now() and id not in (select id from due)
    order by next_at limit 1
  )
  select (select count(*) from promoted)::int as promoted,
         case when exists (select from held) then ${heldAgainMs} else (
           select ceil(extract(epoch from min(next_at) - clock_timestamp()) * 1000)
           from deliveries where state = 'queued' and not ready and next_at > now()
         ) end::float8 as "nextMs"`;

/** Lets up to `limit` deliveries be claimed whose time has come. */
export async function promoteDeliveries(pool: pg.Pool, limit: number): Promise<Promoted> {
  const { rows } = await pool.query<Promoted>({ name: 'promote_deliveries', text: promoteText, values: [limit] });
  if (!rows[0]) throw new Error('promote_deliveries answered no row');
  return rows[0];
}
