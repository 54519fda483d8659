import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from 'local-postgres';

const root = join(import.meta.dirname, '../../..');
const token = 'the-token-that-the-benchmark-asks-with';
const askEveryMs = 10;
const patienceMs = 120_000;

/** How many seconds `npm start` takes until the first request is answered, each time; everything is installed and there is data. */
export async function measureNpmStart(times: number): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'duebell-bench-'));
  const port = await findFreePort();
  const env = { ...process.env, LOCAL_DIR: folder, API_PORT: String(port), OWNER_TOKEN: token };
  try {
    await startOnce(env, port);
    const seconds: number[] = [];
    for (let i = 0; i < times; i += 1) seconds.push(await startOnce(env, port));
    return seconds;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function startOnce(env: NodeJS.ProcessEnv, port: number): Promise<number> {
  const started = performance.now();
  const npm = spawn('npm', ['start'], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(npm, 'exit');
  try {
    await untilAnswered(`http://127.0.0.1:${port}/api/v1/todos`);
    return (performance.now() - started) / 1000;
  } finally {
    npm.kill('SIGTERM');
    await ended;
  }
}

async function untilAnswered(url: string): Promise<void> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const answered = await fetch(url, { headers: { authorization: `Bearer ${token}` } }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return;
    if (performance.now() > end) throw new Error(`npm start does not answer after ${patienceMs / 1000} s`);
    await delay(askEveryMs);
  }
}
