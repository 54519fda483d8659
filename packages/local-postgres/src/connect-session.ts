import pg from 'pg';
import type { Cluster } from './cluster.ts';
import { errorCode } from './error-code.ts';
import { LocalPostgresError } from './local-postgres-error.ts';

// Advisory locks belong to a database: this one is always there, and no migration drops it.
const database = 'postgres';

// Connection refused or cut; shut down by the administrator, after a crash, or not accepting connections yet.
const passing = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03']);

/**
 * A session of the superuser that outlives its server quietly: whoever uses it learns of the loss from its next query.
 * Nothing is taken from the environment, where PGSSLMODE or PGOPTIONS may be meant for another server.
 */
export async function connectSession(cluster: Cluster, port: number): Promise<pg.Client> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    database,
    user: cluster.user,
    password: cluster.password,
    ssl: false,
    application_name: 'local-postgres',
    connectionTimeoutMillis: 5000,
    options: '-c lock_timeout=1s -c statement_timeout=0 -c idle_session_timeout=0',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (cause) {
    throw errorCode(cause) === '28P01' ? wrongPassword(cluster, cause) : cause;
  }
}

/** Whether `error` came of a server that starts, stops or is gone, rather than of what was asked. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof LocalPostgresError) return false;
  // pg gives no code to the errors of a connection that ends or takes too long.
  return passing.has(errorCode(error) ?? '') || /^(Connection terminated|timeout expired|Client )/.test(error.message);
}

function wrongPassword({ dataDir, user }: Cluster, cause: unknown): LocalPostgresError {
  return new LocalPostgresError(
    `the data in ${dataDir} was made with another password for ${user}: restore that password, or move the folder away to begin anew`,
    { cause },
  );
}
