import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import type { Cluster } from './cluster.ts';
import { findBinaries } from './find-binaries.ts';
import { findFreePort } from './find-free-port.ts';
import { isPostmasterOf, type Postmaster, readPostmasterFile } from './find-postmaster.ts';
import { LocalPostgresError } from './local-postgres-error.ts';
import { pollUntil } from './poll-until.ts';
import { programCall } from './program-call.ts';
import { readRefusal } from './read-refusal.ts';
import { shutDownServer } from './shut-down-server.ts';

export type Launch = { postmaster: Postmaster } | { refusal: string };

// Another process was faster, a dead server's sessions are not quite gone, or the port was taken: trying again helps.
const passingRefusal = /lock file "postmaster\.pid"|pre-existing shared memory|could not create any TCP\/IP sockets/;

/**
 * Starts a server on data that is there. Answers it once it accepts connections, or a refusal that another try may
 * overcome; LocalPostgresError for any other. A server that is not ready at `deadline` is stopped again.
 */
export async function launchServer(cluster: Cluster, deadline: number): Promise<Launch> {
  // A file, not a pipe: the server may outlive us.
  const log = await open(cluster.logFile, 'a', 0o600);
  try {
    const { size } = await log.stat();
    const server = await spawnServer(cluster, log.fd);
    const outcome = await pollUntil(() => readOutcome(server, cluster.dataDir), deadline);
    if (outcome === undefined) return await giveUp(server, cluster);
    if (outcome !== 'exited') return { postmaster: outcome };
    return judge(await readRefusal(cluster.logFile, size, server.pid ?? 0), cluster);
  } finally {
    await log.close();
  }
}

async function spawnServer(cluster: Cluster, log: number): Promise<ChildProcess> {
  const { postgres } = findBinaries();
  const settings = Object.entries(await serverSettings(cluster)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const env = await disownStranger(cluster.dataDir);
  const call = programCall(cluster.account, postgres, ['-D', cluster.dataDir, ...settings], env);
  const server = spawn(call.file, call.args, { ...call.options, stdio: ['ignore', log, log] });
  await once(server, 'spawn').catch((cause: unknown) => {
    throw new LocalPostgresError(
      `cannot run ${postgres} (${String(cause)}): set DATABASE_URL to a PostgreSQL of your own`,
    );
  });
  server.unref();
  return server;
}

async function serverSettings(cluster: Cluster): Promise<Record<string, string>> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(await findFreePort()),
    unix_socket_directories: '',
    ...(cluster.throwaway && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...cluster.settings,
  };
}

/**
 * PostgreSQL takes any live process that a left-over `postmaster.pid` names for a server. The pid in this variable it
 * takes for its starter's, and goes on. Unlike removing the file, this cannot hit the file of a server that another
 * process starts at this moment: that one's pid is not the one we disowned.
 */
async function disownStranger(dataDir: string): Promise<NodeJS.ProcessEnv> {
  const named = await readPostmasterFile(dataDir);
  return named && !(await isPostmasterOf(named.pid, dataDir)) ? { PG_GRANDPARENT_PID: String(named.pid) } : {};
}

async function readOutcome(server: ChildProcess, dataDir: string): Promise<Postmaster | 'exited' | undefined> {
  if (server.exitCode !== null || server.signalCode !== null) return 'exited';
  const named = await readPostmasterFile(dataDir);
  return named?.pid === server.pid && named?.status === 'ready' ? named : undefined;
}

async function giveUp(server: ChildProcess, { dataDir, logFile }: Cluster): Promise<Launch> {
  if (server.pid !== undefined) await shutDownServer(server.pid, dataDir);
  return { refusal: `it was not ready in time, ${logFile} says why` };
}

function judge(refusal: string, { dataDir, logFile }: Cluster): Launch {
  if (passingRefusal.test(refusal)) return { refusal: `${refusal} (more in ${logFile})` };
  throw new LocalPostgresError(`PostgreSQL does not start on ${dataDir}: ${refusal} (more in ${logFile})`);
}
