import { createServer } from 'node:http';

export interface HealthServer {
  close(): Promise<void>;
}

/** Answers `/livez` (the process lives) and `/readyz` (200 while `isReady`, else 503). Throws where the port is taken. */
export async function startHealthServer(host: string, port: number, isReady: () => boolean): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const [status, body] = answer(request.url, isReady);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ status: body }));
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

function answer(path: string | undefined, isReady: () => boolean): [number, string] {
  if (path === '/livez') return [200, 'alive'];
  if (path === '/readyz') return isReady() ? [200, 'ready'] : [503, 'not ready'];
  return [404, 'not found'];
}
