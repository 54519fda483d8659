import type pg from 'pg';

/** How many rows a statement deletes: few enough that nobody waits for it. */
const chunk = 1000;

/** How many ms until there may be more. */
const interval = 3_600_000;

const statements = {
  // Their reminders were cancelled on the way into the trash; what is logged of them stays. Parts first, which are younger: with
  // the whole all of them would go at once.
  trash: `
    with over as (
      select id from todos where deleted_at < now() - interval '30 days' order by id desc limit $1::int for update skip locked
    )
    delete from todos t using over where t.id = over.id`,
  idempotency_keys: `
    with over as (
      select user_id, key from idempotency_keys where created_at < now() - interval '24 hours'
      order by user_id, key limit $1::int for update skip locked
    )
    delete from idempotency_keys k using over where k.user_id = over.user_id and k.key = over.key`,
  // From the first ones on, where the oldest are: there is no index of moments. Their attempts go with them. What is
  // queued stays however old it is: somebody may serve its lane again. One worker at a time, which holds the first: two
  // would share the first chunk, and each take its part of it for all that there is.
  deliveries: `
    with turn as materialized (
      select id from deliveries where id = (select min(id) from deliveries where state <> 'queued') for update skip locked
    ), over as (
      select d.id from deliveries d join turn on true
      where d.id = any (array(select id from deliveries where state <> 'queued' order by id limit $1::int))
        and d.state <> 'queued' and d.fired_at < now() - interval '90 days'
      order by d.id for update of d skip locked
    )
    delete from deliveries d using over where d.id = over.id`,
  // an audit, which this role cannot delete from: the function takes what is over a year old, and nothing else
  security_events: 'select from prune_security_events($1::int)',
  // Published, refused or abandoned. Their rows go first: an import may have as many as hundreds of thousands.
  import_rows: `
    delete from import_rows where ctid = any (array(
      select r.ctid from imports i join import_rows r on r.user_id = i.user_id and r.import_id = i.id
      where i.created_at < now() - interval '1 day' limit $1::int for update of r skip locked
    ))`,
  imports: `
    with over as (
      select id from imports i where created_at < now() - interval '1 day'
        and not exists (select from import_rows r where r.user_id = i.user_id and r.import_id = i.id)
      order by id limit $1::int for update skip locked
    )
    delete from imports i using over where i.id = over.id`,
  action_links: `
    with over as (
      select id from action_links where expires_at < now() order by expires_at limit $1::int for update skip locked
    )
    delete from action_links l using over where l.id = over.id`,
  // From the beginning of the feed, where the oldest are: there is no index of moments. One worker at a time: two would
  // share the first chunk, and each take its part of it for all that there is.
  changes: `
    with feed as materialized (select id from change_feed for update skip locked), over as (
      select c.xact, c.id from changes c join feed on true
      where (c.xact, c.id) in (select xact, id from changes order by xact, id limit $1::int)
        and c.changed_at < now() - interval '30 days'
    ), told as (
      update change_feed f set pruned_through = newest.xact
      from (select xact from over order by xact desc limit 1) newest
      where f.pruned_through is null or f.pruned_through < newest.xact
    )
    delete from changes c using over where c.xact = over.xact and c.id = over.id`,
};

/** Deletes what is kept for a time only, a chunk of each; answers how many ms to wait until there may be more. */
export async function prune(pool: pg.Pool): Promise<number> {
  const results = [];
  // one after the other, and each whatever became of the others
  for (const [name, text] of Object.entries(statements)) {
    results.push(...(await Promise.allSettled([pool.query({ name: `prune_${name}`, text, values: [chunk] })])));
  }
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return results.some((result) => result.status === 'fulfilled' && result.value.rowCount === chunk) ? 0 : interval;
}
