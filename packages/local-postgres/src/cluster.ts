import { access, constants, mkdir, open, realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { LocalPostgresError } from './local-postgres-error.ts';
import { chooseServerAccount, type ServerAccount } from './server-account.ts';

/** One data folder and all that is needed to serve it. */
export interface Cluster {
  /** Free of symbolic links, so that it reads as the server's own `data_directory` does. Exists, maybe empty. */
  dataDir: string;
  logFile: string;
  user: string;
  password: string;
  database: string;
  settings: Record<string, string>;
  throwaway: boolean;
  exclusive: boolean;
  account: ServerAccount;
}

/** Makes the folder and the log file where they are missing; LocalPostgresError where they cannot be made or written. */
export async function prepareCluster(given: Omit<Cluster, 'account'>): Promise<Cluster> {
  const dataDir = resolve(given.dataDir);
  const logFile = resolve(given.logFile);
  await demandWritable(dataDir, async () => {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  });
  await demandWritable(logFile, async () => {
    await mkdir(dirname(logFile), { recursive: true, mode: 0o700 });
    await (await open(logFile, 'a', 0o600)).close();
  });
  const real = await realpath(dataDir);
  return { ...given, dataDir: real, logFile, account: await chooseServerAccount(real) };
}

async function demandWritable(path: string, prepare: () => Promise<void>): Promise<void> {
  try {
    await prepare();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LocalPostgresError(
      `cannot write ${path} (${reason}): choose a folder of your own with LOCAL_DIR, or set DATABASE_URL`,
      { cause },
    );
  }
}
