import { createServer } from 'node:http';
import type { Worker } from './worker.ts';

export interface HealthServer {
  close(): Promise<void>;
}

type Health = Pick<Worker, 'isHealthy' | 'schema'>;

/** Answers `/livez` (the process lives) and `/readyz` (200 while it is healthy, else 503). Throws where the port is taken. */
export async function startHealthServer(host: string, port: number, worker: Health): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const [status, body] = answer(request.url, worker);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(path: string | undefined, { isHealthy, schema }: Health): [number, Record<string, string>] {
  if (path === '/livez') return [200, { status: 'alive' }];
  if (path === '/readyz')
    return isHealthy() ? [200, { status: 'ready', schema }] : [503, { status: 'not ready', schema }];
  return [404, { status: 'not found' }];
}
