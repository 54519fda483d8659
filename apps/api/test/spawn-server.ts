import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { programEnv, until } from 'db/testing';
import { findFreePort } from 'local-postgres';

export interface SpawnedServer {
  url: string;
  /** where `/metrics` is */
  metricsUrl: string;
  /** what it has printed so far */
  output(): string;
  /** Asks it to end. */
  terminate(): void;
  /** Ends it at once, as a crash does. */
  kill(): void;
  /** resolves with its exit code, after its last output */
  ended: Promise<number | null>;
}

/** Starts the api as operators do, by its settings, and waits until it is ready. */
export async function spawnServer(env: Record<string, string>): Promise<SpawnedServer> {
  const [port, metricsPort] = [String(await findFreePort()), String(await findFreePort())];
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/server.ts')], {
    env: programEnv({ API_PORT: port, API_METRICS_PORT: metricsPort, ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const url = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(
    'the api is ready',
    () => {
      if (child.exitCode !== null) throw new Error(`the api ended: ${output}`);
      return isReady();
    },
    30_000,
  );
  return {
    url,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    output: () => output,
    terminate: () => void child.kill('SIGTERM'),
    kill: () => void child.kill('SIGKILL'),
    ended,
  };
}
