import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errorCode } from './error-code.ts';

/** What a server's `postmaster.pid` says of it. */
export interface Postmaster {
  pid: number;
  port: number;
  /** `starting`, `ready`, `stopping`; empty in the first moments. */
  status: string;
}

/** The server that runs on `dataDir`, if one does. */
export async function findPostmaster(dataDir: string): Promise<Postmaster | undefined> {
  const named = await readPostmasterFile(dataDir);
  return named && (await isPostmasterOf(named.pid, dataDir)) ? named : undefined;
}

/** What `postmaster.pid` holds, be it true or left over from a server that died; undefined without such a file. */
export async function readPostmasterFile(dataDir: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  // Lines: pid, data folder, start time, port, socket folder, address, shared memory, status
  const lines = text.split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
}

/**
 * Whether process `pid` is a server on `dataDir`. A pid alone says nothing: after a crash or a reboot it may name a
 * stranger, and a dead server nobody has waited for still has one (its command line is empty).
 */
export async function isPostmasterOf(pid: number, dataDir: string): Promise<boolean> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  if (process.platform !== 'linux') return (await processTable(pid)).includes(`-D ${dataDir} `);
  const args = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  return args.some((arg, i) => arg === '-D' && args[i + 1] === dataDir);
}

async function processTable(pid: number): Promise<string> {
  const { stdout } = await promisify(execFile)('ps', ['-ww', '-o', 'args=', '-p', String(pid)]).catch(() => ({
    stdout: '', // ps exits with 1 if there is no such process
  }));
  return stdout;
}
