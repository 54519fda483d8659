import { errorCode } from './error-code.ts';
import { isPostmasterOf } from './find-postmaster.ts';
import { LocalPostgresError } from './local-postgres-error.ts';
import { pollUntil } from './poll-until.ts';

// SIGINT ends sessions and writes everything down. SIGQUIT does not, which costs a recovery at the next start.
const escalation = [
  { signal: 'SIGINT', patienceMs: 30_000 },
  { signal: 'SIGQUIT', patienceMs: 10_000 },
] as const;

/** Ends the server `pid` on `dataDir`; done when the process is gone. */
export async function shutDownServer(pid: number, dataDir: string): Promise<void> {
  const isGone = async () => !(await isPostmasterOf(pid, dataDir)) || undefined;
  for (const { signal, patienceMs } of escalation) {
    if (await isGone()) return;
    send(signal, pid);
    if (await pollUntil(isGone, Date.now() + patienceMs)) return;
  }
  throw new LocalPostgresError(`PostgreSQL (process ${pid}) on ${dataDir} does not stop: end it with kill -9 ${pid}`);
}

function send(signal: NodeJS.Signals, pid: number): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error; // it went by itself since we looked
  }
}
