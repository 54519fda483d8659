import { execFile } from 'node:child_process';
import { chown, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Cluster } from './cluster.ts';
import { errorCode } from './error-code.ts';
import { findBinaries } from './find-binaries.ts';
import { LocalPostgresError } from './local-postgres-error.ts';
import { programCall } from './program-call.ts';

/** The major version of the binaries in package.json. */
const major = '18';

/** Makes sure that the folder holds data which our server can serve: makes it where the folder is empty. */
export async function createClusterIfEmpty(cluster: Cluster): Promise<void> {
  const found = await readVersion(cluster.dataDir);
  if (found === major) return;
  if (found !== undefined) {
    throw new LocalPostgresError(
      `${cluster.dataDir} holds data of PostgreSQL ${found}, this version runs ${major}: dump it with PostgreSQL ${found} and move the folder away, or go back to the version that made it`,
    );
  }
  if ((await readdir(cluster.dataDir)).length === 0) return createCluster(cluster);
  // Whoever else is at it may have finished in between.
  if ((await readVersion(cluster.dataDir)) === major) return;
  throw new LocalPostgresError(
    `${cluster.dataDir} is neither empty nor data of PostgreSQL: move it away, or choose another folder with LOCAL_DIR`,
  );
}

async function readVersion(dataDir: string): Promise<string | undefined> {
  return readFile(join(dataDir, 'PG_VERSION'), 'utf8').then(
    (text) => text.trim(),
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    },
  );
}

/** Works in a folder beside and renames the result into place: an initdb that was interrupted leaves no half a cluster. */
async function createCluster(cluster: Cluster): Promise<void> {
  await removeInterrupted(cluster.dataDir);
  const workshop = await mkdtemp(`${cluster.dataDir}.initdb-${process.pid}-`);
  try {
    await runInitdb(cluster, workshop);
    await rename(join(workshop, 'data'), cluster.dataDir);
  } catch (error) {
    // Another process was faster: its data is as good as ours.
    if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function removeInterrupted(dataDir: string): Promise<void> {
  const prefix = `${basename(dataDir)}.initdb-`;
  for (const name of await readdir(dirname(dataDir))) {
    if (!name.startsWith(prefix) || isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue;
    await rm(join(dirname(dataDir), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

async function runInitdb(cluster: Cluster, workshop: string): Promise<void> {
  const passwordFile = join(workshop, 'password');
  await writeFile(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
  const { uid, gid } = cluster.account.ids;
  if (uid !== undefined) {
    await chown(workshop, uid, gid);
    await chown(passwordFile, uid, gid);
  }
  const args = ['-D', join(workshop, 'data'), '-U', cluster.user, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  // The builtin provider sorts and folds case alike on every machine, macOS included, which knows no C.UTF-8.
  args.push('--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C');
  if (cluster.throwaway) args.push('--no-sync');
  const call = programCall(cluster.account, findBinaries().initdb, args);
  await promisify(execFile)(call.file, call.args, call.options).catch((cause: unknown) => {
    throw new LocalPostgresError(`PostgreSQL cannot make its data in ${cluster.dataDir}: ${lastWords(cause)}`, {
      cause,
    });
  });
}

function lastWords(error: unknown): string {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  const said = stderr.split('\n').findLast((line) => /error:|FATAL:|denied/i.test(line));
  return said ?? (error instanceof Error ? error.message : String(error));
}
