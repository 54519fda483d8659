import type pg from 'pg';

/**
 * Makes clients start over where the rows of `changes` came here by a restore: their transaction ids mean nothing here,
 * and what clients saw after the copy was made is gone. Empties the feed then and gives it a new epoch, which every
 * cursor carries; answers whether it did. A first run only writes down where it is.
 */
export async function renewChangeFeed(client: pg.Client): Promise<boolean> {
  await client.query('begin');
  try {
    const { rows } = await client.query<{ moved: boolean; identity: string }>(lookText);
    const { moved, identity } = rows[0] ?? { moved: false, identity: '' };
    if (moved) {
      await client.query('truncate changes');
      await client.query('update change_feed set epoch = gen_random_uuid(), pruned_through = null');
    }
    await client.query(
      'update change_feed set database_identity = $1::text where database_identity is distinct from $1',
      [identity],
    );
    await client.query('commit');
    return moved;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

// Another cluster, another branch of its history (a restore to a moment, a standby that took over), another database, or
// a table made anew by a dump: each has ids of its own. The rows are looked at, too, should all of these be as before.
// pg_control_checkpoint() tells the timeline as well, but of a standby that took over only minutes later.
const lookText = `
  select here.identity, coalesce(f.database_identity <> here.identity, false) or exists (
           select from changes where xact >= pg_snapshot_xmax(pg_current_snapshot())
         ) as moved
  from change_feed f, (
    select concat_ws('/', s.system_identifier, t.timeline, d.oid, 'public.changes'::regclass::oid) as identity
    from pg_control_system() s, pg_database d,
      lateral (select ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int as timeline) t
    where d.datname = current_database()
  ) here
  for update of f`;
