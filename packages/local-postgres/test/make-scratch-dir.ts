import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, afterEach, onTestFinished } from 'vitest';
import { findPostmaster } from '../src/find-postmaster.ts';
import { shutDownServer } from '../src/shut-down-server.ts';

/** A folder for one test. A server that still runs in it when the test is over fails the test. */
export function makeScratchDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'local-postgres-'));
  onTestFinished(() => failIfRunning(dir).finally(() => rm(dir, { recursive: true })));
  return dir;
}

/** One for the tests of a file, one after another: the second finds the data of the first, which saves an initdb each. */
export function shareScratchDir(): string {
  // Whoever uses it makes it: a run that skips the whole file would leave it behind.
  const dir = join(tmpdir(), `local-postgres-${randomUUID()}`);
  afterEach(() => failIfRunning(dir));
  afterAll(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

async function failIfRunning(dir: string): Promise<void> {
  if (!existsSync(dir)) return;
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    if (basename(name) !== 'postmaster.pid') continue;
    const dataDir = await realpath(dirname(join(dir, name)));
    const running = await findPostmaster(dataDir);
    if (!running) continue;
    await shutDownServer(running.pid, dataDir);
    throw new Error(`a server was left running on ${dataDir}`);
  }
}
