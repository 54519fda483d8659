import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from './start-error.ts';

/** Throws StartError unless the port can be listened on, now or within `patienceMs`: an api that was orphaned ends by itself. */
export async function requireFreePort(host: string, port: number, patienceMs = 2000): Promise<void> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const problem = await tryToListen(host, port);
    if (!problem) return;
    if (problem.code !== 'EADDRINUSE')
      throw new StartError(`cannot listen on ${host}: ${problem.message}; set API_HOST`);
    if (performance.now() > end) {
      throw new StartError(`port ${port} on ${host} is taken: stop what listens there or set API_PORT`);
    }
    await delay(100);
  }
}

function tryToListen(host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
