import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
const stopWithParent = join(import.meta.dirname, '..', 'stop-with-parent.mjs');

/** A program ended that should not have; without a message, it has said why itself. */
export class ProgramFailed extends Error {
  override name = 'ProgramFailed';
}

export interface Service {
  name: string;
  /** Resolves when the process is gone, to what it ended with. */
  ended: Promise<{ reason: string }>;
  /** Asks it to end; `force` makes it. */
  stop(force?: boolean): void;
}

/** Starts one of our programs as a process of its own. It ends when this one does, however that happens. */
export function startService(
  name: string,
  program: string,
  env: NodeJS.ProcessEnv,
  nodeOptions: string[] = [],
): Service {
  const child = launch(program, env, nodeOptions);
  return {
    name,
    ended: ending(child).then((end) => ({ reason: typeof end === 'number' ? `exit code ${end}` : end })),
    stop: (force = false) => void child.kill(force ? 'SIGKILL' : 'SIGTERM'),
  };
}

/** Runs one of our programs to its end. Throws ProgramFailed where that is a failure. */
export async function runProgram(program: string, env: NodeJS.ProcessEnv): Promise<void> {
  const end = await ending(launch(program, env, []));
  if (end !== 0) throw new ProgramFailed(typeof end === 'number' ? '' : `${program} ended with ${end}`);
}

function launch(program: string, env: NodeJS.ProcessEnv, nodeOptions: string[]): ChildProcess {
  // a session of its own: Ctrl-C reaches this process alone, which stops the others in order
  return spawn(process.execPath, [...nodeOptions, '--import', stopWithParent, join(root, program)], {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

function ending(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
}
