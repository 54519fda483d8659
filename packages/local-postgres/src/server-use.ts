import pg from 'pg';
import type { Cluster } from './cluster.ts';
import { connectSession, isPassing } from './connect-session.ts';
import { errorCode } from './error-code.ts';
import { findPostmaster, isPostmasterOf, type Postmaster } from './find-postmaster.ts';
import { LocalPostgresError } from './local-postgres-error.ts';
import { pollUntil } from './poll-until.ts';
import { shutDownServer } from './shut-down-server.ts';

// Everyone who uses a server holds the first lock, shared: whoever gets it alone may shut the server down. The second
// one is held by the one exclusive user. Locks, because unlike files they end with the process that held them.
const useLock = 760_511_001;
const soleLock = 760_511_002;

/** That we use a running server, which nobody else shuts down meanwhile. */
export interface ServerUse {
  postmaster: Postmaster;
  session: pg.Client;
  /** Done when a lost session was replaced, or its server is gone. */
  rejoining: Promise<void>;
  isEnding: boolean;
}

/** Joins the users of a server; undefined if it is about to go. LocalPostgresError if it does not let us in. */
export async function beginUse(cluster: Cluster, postmaster: Postmaster): Promise<ServerUse | undefined> {
  const session = await join(cluster, postmaster);
  if (!session) return undefined;
  const use = { postmaster, session, rejoining: Promise.resolve(), isEnding: false };
  rejoinWhenLost(cluster, use);
  return use;
}

/** Leaves the users of the server; the last one to leave shuts it down and waits until it is gone. */
export async function endUse(cluster: Cluster, use: ServerUse): Promise<void> {
  use.isEnding = true;
  await use.rejoining;
  if (await leave(use.session, cluster, use.postmaster)) return;
  await rejoin(cluster, use); // lost just now, unless the server itself is gone
  await leave(use.session, cluster, use.postmaster);
}

/** Ends a server that we started and could not use, unless others use it. */
export async function abandonServer(cluster: Cluster, postmaster: Postmaster): Promise<void> {
  const session = await connectSession(cluster, postmaster.port).catch(() => undefined);
  if (session && (await leave(session, cluster, postmaster))) return;
  await shutDownServer(postmaster.pid, cluster.dataDir);
}

async function join(cluster: Cluster, postmaster: Postmaster): Promise<pg.Client | undefined> {
  let session: pg.Client | undefined;
  try {
    session = await connectSession(cluster, postmaster.port);
    if (await isWelcome(session, cluster, postmaster)) {
      await createDatabaseIfMissing(session, cluster.database);
      if (cluster.exclusive) await lockOutOthers(session, cluster);
      return session;
    }
    await leave(session, cluster, postmaster);
    return undefined;
  } catch (error) {
    if (session) await leave(session, cluster, postmaster);
    if (isPassing(error)) return undefined;
    throw error instanceof LocalPostgresError ? error : refused(cluster, error);
  }
}

async function isWelcome(session: pg.Client, { dataDir }: Cluster, { pid, port }: Postmaster): Promise<boolean> {
  const { rows } = await session.query<{ joined: boolean; folder: string }>(
    `select pg_try_advisory_lock_shared($1::bigint) as joined, current_setting('data_directory') as folder`,
    [useLock],
  );
  const folder = rows[0]?.folder;
  if (folder !== dataDir) throw new LocalPostgresError(`port ${port} serves ${folder}, not ${dataDir}: try again`);
  // A server that shuts down writes that to its file before it ends the session that held the lock against us.
  const now = await findPostmaster(dataDir);
  return rows[0]?.joined === true && now?.pid === pid && now.status === 'ready';
}

async function createDatabaseIfMissing(session: pg.Client, database: string): Promise<void> {
  const { rowCount } = await session.query('select from pg_database where datname = $1::text', [database]);
  if (rowCount) return;
  await session.query(`create database ${pg.escapeIdentifier(database)}`).catch((error: unknown) => {
    // Another user of the server was faster: duplicate_database, or unique_violation when both were at it.
    if (errorCode(error) !== '42P04' && errorCode(error) !== '23505') throw error;
  });
}

async function lockOutOthers(session: pg.Client, { dataDir }: Cluster): Promise<void> {
  // Not `try`: the session of a process killed a moment ago may still have to notice. It has the lock_timeout for that.
  await session.query('select pg_advisory_lock($1::bigint)', [soleLock]).catch((cause: unknown) => {
    if (errorCode(cause) !== '55P03') throw cause; // lock_not_available
    throw new LocalPostgresError(
      `Duebell is already running on ${dataDir}: stop it first, or choose another folder with LOCAL_DIR`,
      { cause },
    );
  });
}

function refused({ dataDir, logFile }: Cluster, cause: unknown): LocalPostgresError {
  return new LocalPostgresError(`PostgreSQL on ${dataDir} refuses: ${String(cause)} (more in ${logFile})`, { cause });
}

/** When one backend crashes, the server ends every session and recovers: without this it would look unused from then on. */
function rejoinWhenLost(cluster: Cluster, use: ServerUse): void {
  use.session.once('end', () => {
    if (!use.isEnding) use.rejoining = rejoin(cluster, use);
  });
}

async function rejoin(cluster: Cluster, use: ServerUse): Promise<void> {
  const attempt = async () => {
    if (!(await isPostmasterOf(use.postmaster.pid, cluster.dataDir))) return 'gone';
    return join(cluster, use.postmaster);
  };
  const session = await pollUntil(attempt, Date.now() + 30_000).catch(() => undefined);
  if (session === undefined || session === 'gone') return; // whoever uses the database learns it from their own sessions
  use.session = session;
  rejoinWhenLost(cluster, use);
}

/** Ends a session, and the server if nobody else uses it. False if the session was lost, so that we cannot know. */
async function leave(session: pg.Client, { dataDir }: Cluster, { pid }: Postmaster): Promise<boolean> {
  try {
    await session.query('select pg_advisory_unlock_shared($1::bigint)', [useLock]);
    const { rows } = await session.query<{ last: boolean }>('select pg_try_advisory_lock($1::bigint) as last', [
      useLock,
    ]);
    // The lock is kept until the server ends the session, so a newcomer waits for the next server.
    if (rows[0]?.last) await shutDownServer(pid, dataDir);
    return true;
  } catch (error) {
    if (isPassing(error)) return false;
    throw error;
  } finally {
    await session.end();
  }
}
