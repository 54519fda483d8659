import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from 'db/testing';
import pg from 'pg';
import { freePort, makeFolder } from '../duebell.ts';

export interface Standby {
  port: number;
  /** Ends it, or starts it again. */
  stop(): void;
  start(): void;
  drop(): Promise<void>;
}

/** A streaming copy of the cluster at `primaryUrl`, which answers reads until it is promoted. */
export async function startStandby(primaryUrl: string): Promise<Standby> {
  const folder = await makeFolder();
  const [data, port] = [join(folder.path, 'data'), await freePort()];
  runProgram('pg_basebackup', ['-d', primaryUrl, '-D', data, '-R', '--checkpoint=fast', '--no-sync']);
  const options = `-p ${port} -c unix_socket_directories= -c fsync=off`;
  const start = () =>
    void runProgram('pg_ctl', ['start', '-w', '-D', data, '-o', options, '-l', join(folder.path, 'log')]);
  const stop = () => void runProgram('pg_ctl', ['stop', '-w', '-m', 'fast', '-D', data]);
  start();
  return {
    port: Number(port),
    start,
    stop,
    async drop() {
      stop();
      await folder.remove();
    },
  };
}

/** Kills a server at once, as a machine that fails does. */
export async function killServer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const status = await readFile(`/proc/${rows[0]?.pid}/status`, 'utf8');
  process.kill(Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]), 'SIGKILL');
  await client.end();
}
