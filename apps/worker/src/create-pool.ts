import pg from 'pg';

/** The worker's connections: its queue, and nothing else. */
export function createPool(databaseUrl: string, size: number): pg.Pool {
  return new pg.Pool({
    connectionString: databaseUrl,
    max: size,
    connectionTimeoutMillis: 5000,
    // the server ends a statement first, so that nothing is claimed by one that nobody waits for any more
    statement_timeout: 10_000,
    // a connection whose other end vanished without a word must not stop the loops for ever
    query_timeout: 12_000,
    keepAlive: true,
    application_name: 'duebell worker',
    // its statements know their rows; for a hundred of them the planner would read whole tables and indexes that are small
    options: '-c enable_seqscan=off -c enable_bitmapscan=off -c enable_mergejoin=off -c random_page_cost=1.1',
  });
}
