import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** Starts a program of this folder as a process that can be talked to by IPC. */
export function spawnNode(file: string, ...parameters: string[]): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, file), ...parameters], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}
