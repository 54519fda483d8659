import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { LocalPostgresOptions } from '../index.ts';

export interface Holder {
  url: string;
  /** Ends the process with SIGKILL; its server stays. */
  kill(): Promise<void>;
  /** Lets the process stop its server and end; answers its exit code. */
  finish(): Promise<number | null>;
}

/** Another process that uses a server. */
export async function spawnHolder(postgres: LocalPostgresOptions, options: SpawnOptions = {}): Promise<Holder> {
  const script = join(import.meta.dirname, 'hold-local-postgres.ts');
  const args = [script, JSON.stringify(postgres)];
  const child = spawn(process.execPath, args, { ...options, stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  const line = await Promise.race([once(child.stdout, 'data'), exited.then(() => ['{}'])]);
  const { url }: { url?: string } = JSON.parse(String(line[0]));
  if (url === undefined) throw new Error(`the holder exited with ${child.exitCode}`);
  return {
    url,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    finish: async () => {
      child.stdin.end();
      await exited;
      return child.exitCode;
    },
  };
}
