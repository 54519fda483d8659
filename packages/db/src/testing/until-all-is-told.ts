import type pg from 'pg';
import { until } from './until.ts';

/**
 * Waits until all that was written before can be read in the feed, and a cursor of now lies behind it. Whatever writes in the
 * cluster, as other tests do, holds the feed back.
 */
export async function untilAllIsTold(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ xact: string }>('select pg_current_xact_id()::text as xact');
  await until('nothing older is under way', async () => {
    const query = 'select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 as past';
    return (await pool.query<{ past: boolean }>(query, [rows[0]?.xact])).rows[0]?.past;
  });
}
