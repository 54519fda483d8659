import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isConnectable, until } from 'db/testing';
import { freePort } from '../duebell.ts';

const program = '/usr/sbin/pgbouncer';
const version = /^PgBouncer (\d+)\.(\d+)/.exec(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout ?? '');
export const hasPgBouncer = version !== null;
export const withoutPgBouncer = 'skipped: Debian’s package pgbouncer is not installed';
/** Whether it knows on which connection a statement was prepared, as from 1.21 on. */
export const preparesStatements = Number(version?.[1]) > 1 || Number(version?.[2]) >= 21;

export interface PgBouncer {
  /** the database that it was started for, for the same role */
  url: string;
  stop(): Promise<void>;
}

/** PgBouncer in transaction mode, with `poolSize` connections to the database of `appUrl`; set up as docs/operations.md says. */
export async function startPgBouncer(appUrl: string, poolSize: number): Promise<PgBouncer> {
  const { hostname, port, pathname, username, password } = new URL(appUrl);
  const folder = await mkdtemp(join(tmpdir(), 'duebell-pgbouncer-'));
  const listen = await freePort();
  const [users, settings] = [join(folder, 'users.txt'), join(folder, 'pgbouncer.ini')];
  await writeFile(users, `"${username}" "${password}"\n`);
  await writeFile(
    settings,
    `[databases]
${pathname.slice(1)} = host=${hostname} port=${port} connect_query='set statement_timeout = 10000'
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listen}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 200
ignore_startup_parameters = statement_timeout
query_wait_timeout = 5
${preparesStatements ? 'max_prepared_statements = 200' : ''}
`,
  );
  // it does not run as root
  const command = [program, '--quiet', settings];
  const asNobody = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--', ...command];
  const [file = '', ...parameters] = process.getuid?.() === 0 ? asNobody : command;
  const child: ChildProcess = spawn(file, parameters, { stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  const ended = once(child, 'exit');
  const url = Object.assign(new URL(appUrl), { port: listen }).href;
  await until(
    'PgBouncer answers',
    () => {
      if (child.exitCode !== null) throw new Error(`PgBouncer ended: ${output}`);
      return isConnectable(url);
    },
    30_000,
  );
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
