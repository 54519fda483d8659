import type pg from 'pg';

/** How many rows a statement deletes: few enough that nobody waits for it. */
const chunk = 1000;

/** How many ms until there may be more. */
const interval = 3_600_000;

const statements = {
  // their reminders were cancelled on the way into the trash; what is logged of them stays
  trash: `
    with over as (
      select id from todos where deleted_at < now() - interval '30 days' order by id limit $1::int for update skip locked
    )
    delete from todos t using over where t.id = over.id`,
  idempotency_keys: `
    with over as (
      select user_id, key from idempotency_keys where created_at < now() - interval '24 hours'
      order by user_id, key limit $1::int for update skip locked
    )
    delete from idempotency_keys k using over where k.user_id = over.user_id and k.key = over.key`,
};

/** Deletes what is kept for a time only, a chunk of each; answers how many ms to wait until there may be more. */
export async function prune(pool: pg.Pool): Promise<number> {
  let wait = interval;
  for (const [name, text] of Object.entries(statements)) {
    const { rowCount } = await pool.query({ name: `prune_${name}`, text, values: [chunk] });
    if (rowCount === chunk) wait = 0;
  }
  return wait;
}
