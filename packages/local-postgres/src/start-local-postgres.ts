import { type Cluster, prepareCluster } from './cluster.ts';
import { createClusterIfEmpty } from './create-cluster.ts';
import { findPostmaster, type Postmaster } from './find-postmaster.ts';
import { launchServer } from './launch-server.ts';
import { LocalPostgresError } from './local-postgres-error.ts';
import { pollUntil } from './poll-until.ts';
import { abandonServer, beginUse, endUse, type ServerUse } from './server-use.ts';

export interface LocalPostgresOptions {
  /** Made where it is missing. */
  dataDir: string;
  /** What the server says is appended here. */
  logFile: string;
  /** The superuser's; has to be the one that the data was made with. */
  password: string;
  /** The superuser; default `duebell`. */
  user?: string;
  /** Made where it is missing; default `duebell`. */
  database?: string;
  /** Server settings by name; they have no effect on a server that runs already. */
  settings?: Record<string, string>;
  /** For tests: faster, and a crash of the machine may lose the data. */
  throwaway?: boolean;
  /** To be the only exclusive user of the data; others that are not exclusive are welcome. */
  exclusive?: boolean;
}

export interface LocalPostgres {
  /** Of `database`, for the superuser. */
  url: string;
  /** On 127.0.0.1; another one after each start. */
  port: number;
  /** Whether the server ran already. */
  adopted: boolean;
  /** Shuts the server down, unless another process (or another call) still uses it. */
  stop(): Promise<void>;
}

const patienceMs = 30_000;

/**
 * Starts a real PostgreSQL on a data folder, or joins the one that runs on it: what a killed process left behind, or
 * what another one uses. Throws LocalPostgresError.
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const defaults = { user: 'duebell', database: 'duebell', settings: {}, throwaway: false, exclusive: false };
  const cluster = await prepareCluster({ ...defaults, ...options });
  await createClusterIfEmpty(cluster);
  const attempt: Attempt = { deadline: Date.now() + patienceMs, obstacle: 'it did not answer' };
  try {
    const use = await pollUntil(() => reachServer(cluster, attempt), attempt.deadline);
    if (use) return asLocalPostgres(cluster, use, use.postmaster.pid !== attempt.launched?.pid);
    throw new LocalPostgresError(
      `PostgreSQL on ${cluster.dataDir} is not ready after 30 s: ${attempt.obstacle}: end what serves it, or remove a left-over postmaster.pid from it`,
    );
  } catch (error) {
    if (attempt.launched) await abandonServer(cluster, attempt.launched);
    throw error;
  }
}

interface Attempt {
  deadline: number;
  /** What the last try failed on. */
  obstacle: string;
  /** The server we started. */
  launched?: Postmaster;
}

async function reachServer(cluster: Cluster, attempt: Attempt): Promise<ServerUse | undefined> {
  const running = await findPostmaster(cluster.dataDir);
  if (running?.status === 'ready') return beginUse(cluster, running);
  if (running) {
    attempt.obstacle = `process ${running.pid} serves it and is ${running.status || 'starting'}`;
    return undefined;
  }
  const launch = await launchServer(cluster, attempt.deadline);
  if ('refusal' in launch) {
    attempt.obstacle = launch.refusal;
    return undefined;
  }
  attempt.launched = launch.postmaster;
  return beginUse(cluster, launch.postmaster);
}

function asLocalPostgres(cluster: Cluster, use: ServerUse, adopted: boolean): LocalPostgres {
  const url = new URL(`postgresql://127.0.0.1:${use.postmaster.port}`);
  url.username = encodeURIComponent(cluster.user);
  url.password = encodeURIComponent(cluster.password);
  url.pathname = encodeURIComponent(cluster.database);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= endUse(cluster, use);
    return stopping;
  };
  return { url: url.href, port: use.postmaster.port, adopted, stop };
}
