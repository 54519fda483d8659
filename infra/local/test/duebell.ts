import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programEnv, until } from 'db/testing';
import { findFreePort } from 'local-postgres';

export interface Started {
  child: ChildProcess;
  /** what it has printed so far */
  output(): { stdout: string; stderr: string };
  /** resolves with the exit code */
  exit: Promise<number | null>;
}

/** Starts what `npm start` starts once everything is installed, as a process of its own. */
export function launch(env: Record<string, string>): Started {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/start.ts')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: programEnv({ PATH: process.env.PATH ?? '', ...env }),
  });
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  // `close` comes after the last output
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, output: () => ({ stdout, stderr }), exit };
}

export interface Duebell extends Started {
  url: string;
  token: string;
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: never }>;
  /** Ctrl-C; answers the exit code */
  interrupt(): Promise<number | null>;
}

/** Starts Duebell and waits until it says that it is running. */
export async function startDuebell(env: Record<string, string>): Promise<Duebell> {
  const started = launch(env);
  let ended = false;
  started.exit.then(() => {
    ended = true;
  });
  const [, url = '', token = ''] = await until(
    'Duebell says that it is running',
    () => {
      const { stdout, stderr } = started.output();
      if (ended) throw new Error(`it ended: ${stdout}${stderr}`);
      return /running on (\S+) [\s\S]*token +(\S+)[\s\S]*openapi\.json/.exec(stdout);
    },
    60_000,
  );
  return {
    ...started,
    url,
    token,
    async send(method, path, body, headers = {}) {
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: (text ? JSON.parse(text) : null) as never };
    },
    async interrupt() {
      started.child.kill('SIGINT');
      return started.exit;
    },
  };
}

/** A folder of its own for what `npm start` keeps. */
export async function makeFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'duebell-start-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export const freePort = async () => String(await findFreePort());

/** Whether the process still runs. One that has ended keeps its id until its parent asks for it, its command line not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}
