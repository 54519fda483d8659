import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { SignalRelay } from './relay-signals.ts';

/** Runs a command on our terminal and answers its exit code as a shell would; runs nothing once a signal has come. */
export async function runCommand(
  [command = '', ...args]: string[],
  env: NodeJS.ProcessEnv,
  relay: SignalRelay,
): Promise<number> {
  const early = relay.received();
  if (early) return exitCodeOf(early);
  const child = spawn(command, args, { env, stdio: 'inherit' });
  relay.passTo((signal) => child.kill(signal));
  await once(child, 'exit').catch((cause: unknown) => {
    throw new Error(`cannot run ${command}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  });
  return child.exitCode ?? exitCodeOf(child.signalCode ?? 'SIGKILL');
}

function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
