import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { AppConfig } from '../src/app.ts';

export interface SpawnedApi {
  url: string;
  /** what it has logged so far, a JSON object each; what is no JSON would be a crash report */
  log: string[];
  /** Ends it in order, and answers its exit code. */
  stop(): Promise<number | null>;
}

const defaults = {
  API_SQL_POOL_SIZE: 1,
  API_ORM_POOL_SIZE: 1,
  PREPARED_STATEMENTS: true,
  PUBLIC_URL: 'http://localhost:3000',
  RATE_LIMIT: 0,
  SIGNUP: 'closed',
  LOG_LEVEL: 'info',
} as const;

/** Starts the api as a process: it cannot hold up the clock that times its answers, and its log can be read. */
export async function spawnApi(config: Partial<AppConfig> & Pick<AppConfig, 'DATABASE_URL'>): Promise<SpawnedApi> {
  const whole = { ...defaults, ...config } satisfies AppConfig;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'api-process.ts'), JSON.stringify(whole)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log: string[] = [];
  for (const output of [child.stdout, child.stderr]) {
    if (output) createInterface({ input: output }).on('line', (line) => log.push(line));
  }
  const ended = once(child, 'close');
  const [url] = await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error(`the api did not start: ${log.join('\n')}`))),
  ]);
  return {
    url: String(url),
    log,
    async stop() {
      child.kill('SIGTERM');
      const [code] = await ended;
      return code;
    },
  };
}
