import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from 'local-postgres';
import pg from 'pg';
import { until } from './until.ts';

// The oldest PostgreSQL that is supported, as Debian 12 packages it: with all its programs, unlike the embedded one.
const programs = '/usr/lib/postgresql/15/bin';

export const hasDebianPostgres = existsSync(join(programs, 'postgres')) && existsSync(join(programs, 'pg_dump'));
export const withoutDebianPostgres = 'skipped: Debian’s package postgresql-15 is not installed';

export interface DebianPostgres {
  /** of a superuser, and its database `postgres` */
  url: string;
  /** Ends the server and deletes its data. */
  drop(): Promise<void>;
}

/** A new cluster on a server of its own. */
export async function startDebianPostgres(): Promise<DebianPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'duebell-soak-'));
  const [data, port] = [join(folder, 'data'), String(await findFreePort())];
  await writeFile(join(folder, 'password'), 'soak\n', { mode: 0o644 });
  const password = `--pwfile=${join(folder, 'password')}`;
  runProgram('initdb', ['-D', data, '-U', 'duebell', password, '--auth=scram-sha-256', '--no-sync']);
  const settings = ['-c', 'unix_socket_directories=', '-c', 'fsync=off'];
  const [file = '', ...parameters] = asNobody([join(programs, 'postgres'), '-D', data, '-p', port, ...settings]);
  const server = spawn(file, parameters, { stdio: 'ignore' });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const url = `postgresql://duebell:soak@127.0.0.1:${port}/postgres`;
  const drop = async () => {
    server.kill('SIGINT');
    await ended;
    await rm(folder, { recursive: true });
  };
  try {
    await until('the server answers', () => isConnectable(url), 30_000);
  } catch (error) {
    await drop();
    throw error;
  }
  return { url, drop };
}

/** Runs one of PostgreSQL's programs to its end; answers what it has printed. Throws where it fails. */
export function runProgram(program: string, parameters: string[]): string {
  const [file = '', ...rest] = asNobody([join(programs, program), ...parameters]);
  const { status, stdout, stderr } = spawnSync(file, rest, { encoding: 'utf8', maxBuffer: 1024 ** 3 });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return stdout;
}

/** Whether a server, or a pooler, lets a client connect. */
export async function isConnectable(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

/** PostgreSQL does not run as root. */
function asNobody(command: string[]): string[] {
  if (process.getuid?.() !== 0) return command;
  return ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--', ...command];
}
