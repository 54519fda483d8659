import pg from 'pg';

/**
 * Runs `work` in a transaction of the SQL door: all of it counts, or, where it throws, nothing. Given a client, that is in
 * a transaction already, and `work` becomes part of it.
 */
export async function inTransaction<T>(
  database: pg.Pool | pg.PoolClient,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  if (!(database instanceof pg.Pool)) return work(database);
  const client = await database.connect();
  // a connection that is lost between two statements would end the process; the next statement throws instead
  const ignore = () => {};
  client.on('error', ignore);
  let broken = true;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    broken = false;
    return result;
  } catch (error) {
    broken = await client.query('rollback').then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}
