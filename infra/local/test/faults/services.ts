import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { programEnv, until } from 'db/testing';
import { freePort } from '../duebell.ts';

const apps = join(import.meta.dirname, '../../../../apps');

export interface Service {
  url: string;
  /** what the process has printed since it was started first */
  output(): string;
  isReady(): Promise<boolean>;
  /** Kills it at once, and starts it again. */
  restart(): Promise<void>;
  kill(): Promise<void>;
  /** Asks it to end; answers its exit code. */
  terminate(): Promise<number | null>;
}

/** Starts an api as operators do, and waits until it is ready. */
export async function startApi(databaseUrl: string, settings: Record<string, string> = {}): Promise<Service> {
  const port = await freePort();
  return startService('api/src/server.ts', port, { API_PORT: port, RATE_LIMIT: '0', ...settings }, databaseUrl);
}

/** Starts a worker as operators do, and waits until it is ready. */
export async function startWorker(databaseUrl: string): Promise<Service> {
  const port = await freePort();
  const settings = { WORKER_PORT: port, ALLOW_PRIVATE_TARGETS: 'true' };
  return startService('worker/src/main.ts', port, settings, databaseUrl);
}

async function startService(
  program: string,
  port: string,
  settings: Record<string, string>,
  databaseUrl: string,
): Promise<Service> {
  const url = `http://127.0.0.1:${port}`;
  let output = '';
  let child = run();
  function run(): ChildProcess {
    const started = spawn(process.execPath, [join(apps, program)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: programEnv({ DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn', ...settings }),
    });
    for (const stream of [started.stdout, started.stderr])
      stream?.on('data', (chunk) => {
        output += chunk;
      });
    return started;
  }
  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.exitCode;
  }
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(
    `${program} is ready`,
    () => {
      if (child.exitCode !== null) throw new Error(`${program} ended: ${output}`);
      return isReady();
    },
    60_000,
  );
  return {
    url,
    output: () => output,
    isReady,
    async restart() {
      await end('SIGKILL');
      child = run();
    },
    kill: async () => void (await end('SIGKILL')),
    terminate: () => end('SIGTERM'),
  };
}
