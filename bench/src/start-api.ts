import { join } from 'node:path';
import { findFreePort } from 'local-postgres';
import { type Server, startServer } from './start-server.ts';

export interface ApiProcess extends Server {
  url: string;
  /** how many ms after its start it said that it is ready */
  readyMs: number;
}

/** Starts the api as a process of its own, as it is in production, with no limit on requests. */
export async function startApi(databaseUrl: string, settings: Record<string, string> = {}): Promise<ApiProcess> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const server = await startServer(
    [process.execPath, join(import.meta.dirname, '../../apps/api/src/server.ts')],
    { DATABASE_URL: databaseUrl, API_PORT: String(port), RATE_LIMIT: '0', LOG_LEVEL: 'warn', ...settings },
    `${url}/readyz`,
  );
  return { ...server, url, readyMs: performance.now() - started };
}
