import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** Starts a program of this folder, with options of Node's, as a process that can be talked to by IPC. */
export function spawnNode(file: string, parameters: string[] = [], nodeOptions: string[] = []): ChildProcess {
  return spawn(process.execPath, [...nodeOptions, join(import.meta.dirname, file), ...parameters], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}
