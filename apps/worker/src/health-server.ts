import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import type { Worker } from './worker.ts';

export interface HealthServer {
  address: AddressInfo;
  close(): Promise<void>;
}

type Health = Pick<Worker, 'isHealthy' | 'schema' | 'metrics'>;

/**
 * Answers `/livez` (the process lives), `/readyz` (200 while it is healthy, else 503) and `/metrics` (Prometheus). Throws
 * where the port is taken.
 */
export async function startHealthServer(host: string, port: number, worker: Health): Promise<HealthServer> {
  const server = createServer((request, response) => {
    if (request.url === '/metrics') return void writeMetrics(response, worker.metrics);
    const [status, body] = answer(request.url, worker);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    // of a server that listens on a host and a port, never a pipe's name
    address: server.address() as AddressInfo,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function writeMetrics(response: ServerResponse, metrics: Registry): Promise<void> {
  const text = await metrics.metrics();
  response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
}

function answer(path: string | undefined, { isHealthy, schema }: Health): [number, Record<string, string>] {
  if (path === '/livez') return [200, { status: 'alive' }];
  if (path === '/readyz')
    return isHealthy() ? [200, { status: 'ready', schema }] : [503, { status: 'not ready', schema }];
  return [404, { status: 'not found' }];
}
