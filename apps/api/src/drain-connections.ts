import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits until every connection is closed, `patienceMs` at most. While the api closes, each answer ends its connection; one
 * that the server ended by itself could have a request on its way, which would be lost.
 */
export async function drainConnections(server: Server, patienceMs: number): Promise<void> {
  const end = performance.now() + patienceMs;
  while (performance.now() < end && (await countConnections(server)) > 0) await delay(20);
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
