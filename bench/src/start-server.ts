import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

export interface Server {
  pid: number;
  stop(): Promise<void>;
}

const askEveryMs = 5;
const patienceMs = 120_000;

/** Starts a server as a process of its own and waits until `url` answers. It ends with this process at the latest. */
export async function startServer(
  [command = '', ...args]: string[],
  env: Record<string, string>,
  url: string,
): Promise<Server> {
  const { PATH = '' } = process.env;
  const child = spawn(command, args, { env: { PATH, ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
  const kill = () => child.kill();
  process.once('exit', kill);
  const end = Date.now() + patienceMs;
  while (!(await answers(url))) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`${[command, ...args].join(' ')} does not answer`);
    await delay(askEveryMs);
  }
  return {
    pid: child.pid ?? 0,
    async stop() {
      process.off('exit', kill);
      if (child.exitCode === null && child.kill()) await once(child, 'exit');
    },
  };
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}
