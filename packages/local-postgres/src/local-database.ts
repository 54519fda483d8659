import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errorCode } from './error-code.ts';
import { LocalPostgresError } from './local-postgres-error.ts';
import { type LocalPostgres, startLocalPostgres } from './start-local-postgres.ts';

/** Where `npm start` keeps its data. A relative LOCAL_DIR counts from the root of the repository, whatever runs where. */
export function localDir(env: Record<string, string | undefined>): string {
  return resolve(import.meta.dirname, '../../..', env.LOCAL_DIR || '.local');
}

/**
 * Starts or joins the database kept in `localDir`: `postgres` (the data), `postgres.log`, `postgres-password`. With
 * `exclusive` no other exclusive one is let in until stop(); another's presence is a LocalPostgresError and does it no harm.
 */
export async function openLocalDatabase(options: { localDir: string; exclusive: boolean }): Promise<LocalPostgres> {
  const dataDir = join(options.localDir, 'postgres');
  const password = await keepPassword(options.localDir);
  const logFile = join(options.localDir, 'postgres.log');
  return startLocalPostgres({ dataDir, logFile, password, exclusive: options.exclusive });
}

/** The password in `dir`; made once, and whole from the first moment another process can see it. */
async function keepPassword(dir: string): Promise<string> {
  const file = join(dir, 'postgres-password');
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const kept = (await readIfThere(file)) ?? (await makePassword(file));
    if (kept !== '') return kept;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LocalPostgresError(
      `cannot keep a password in ${file} (${reason}): choose another folder with LOCAL_DIR`,
      {
        cause,
      },
    );
  }
  throw new LocalPostgresError(`${file} is empty: restore it, or move ${dir} away to begin anew`);
}

async function makePassword(file: string): Promise<string> {
  const draft = `${file}-${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    await link(draft, file).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error; // another process was faster: its password counts
    });
    return (await readFile(file, 'utf8')).trim();
  } finally {
    await rm(draft, { force: true });
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').then(
    (text) => text.trim(),
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    },
  );
}
