import type pg from 'pg';

/**
 * What `work` yields, all of it read from the database as it was at the first statement, whatever is written meanwhile. The
 * connection is held while somebody reads on, and given back when all is read, `work` throws, or the reader returns.
 */
export async function* inSnapshot<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => AsyncGenerator<T, void>,
): AsyncGenerator<T, void> {
  const client = await pool.connect();
  // a connection that is lost between two statements would end the process; the next statement throws instead
  const ignore = () => {};
  client.on('error', ignore);
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    yield* work(client);
  } finally {
    const broken = await client.query('rollback').then(
      () => false,
      () => true,
    );
    client.off('error', ignore);
    client.release(broken);
  }
}
