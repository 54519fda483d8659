import { keptAlive } from 'db/sql';
import pg from 'pg';

const planning = {
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_mergejoin: 'off',
  random_page_cost: 1.1,
  plan_cache_mode: 'force_generic_plan',
  // a plan for any number of rows looks dear enough to be compiled, which takes a hundred times as long as it runs
  jit: 'off',
};

/** The worker's connections: its queue, and nothing else. */
export function createPool(databaseUrl: string, size: number): pg.Pool {
  return new pg.Pool({
    connectionString: databaseUrl,
    max: size,
    connectionTimeoutMillis: 5000,
    // a reminder an hour after the last is to find its statements prepared
    idleTimeoutMillis: 0,
    // the server ends a statement first, so that nothing is claimed by one that nobody waits for any more
    statement_timeout: 10_000,
    // a connection whose other end vanished without a word must not stop the loops for ever
    query_timeout: 12_000,
    ...keptAlive,
    application_name: 'duebell worker',
    // its statements know their rows: for a hundred of them the planner would read whole tables and indexes that are small.
    // They are the same all day, so they are planned once, which takes longer than doing what they ask for
    options: Object.entries(planning)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  });
}
