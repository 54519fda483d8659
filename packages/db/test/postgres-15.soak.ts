import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPostgres } from 'local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { readCatalog } from '../src/migrator/catalog.ts';
import { openMigrator } from '../src/migrator/open-migrator.ts';
import { compareSchemas, readSchemaDump } from '../src/migrator/schema-dump.ts';
import { until } from '../src/testing/until.ts';
import { everyKindOfObject } from './every-kind-of-object.ts';

// the oldest PostgreSQL that is supported, as Debian 12 packages it
const programs = '/usr/lib/postgresql/15/bin';
const present = existsSync(join(programs, 'postgres'));
if (!present) console.log('skipped: Debian’s package postgresql-15 is not installed');

test.skipIf(!present)('PostgreSQL 15 reads like 18: the migrated schema and every kind of object', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'duebell-soak-'));
  const [data, port] = [join(folder, 'data'), await freePort()];
  await writeFile(join(folder, 'password'), 'soak\n', { mode: 0o644 });
  const made = run('initdb', [
    '-D',
    data,
    '-U',
    'duebell',
    `--pwfile=${join(folder, 'password')}`,
    '--auth=scram-sha-256',
    '--no-sync',
  ]);
  expect(made.status, made.stderr).toBe(0);
  const [file = '', ...parameters] = asNobody([
    join(programs, 'postgres'),
    '-D',
    data,
    '-p',
    port,
    '-c',
    'unix_socket_directories=',
  ]);
  const server = spawn(file, parameters, { stdio: 'ignore' });
  const url = `postgresql://duebell:soak@127.0.0.1:${port}/postgres`;
  try {
    const client = await until('the server answers', () => connect(url), 30_000);
    const open = await openMigrator(url);
    await open.migrator.up();
    await open.close();
    expect(compareSchemas((await readSchemaDump()).objects, await readCatalog(client))).toEqual([]);
    await client.query('create database kinds template template0');
    expect(await readKinds(url.replace('/postgres', '/kinds'))).toEqual(await readKindsOn18(folder));
    await client.end();
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGINT');
    await ended;
    await rm(folder, { recursive: true });
  }
});

async function readKindsOn18(folder: string): Promise<string[]> {
  const [dataDir, logFile] = [join(folder, 'data-18'), join(folder, 'log-18')];
  const newest = await startLocalPostgres({ dataDir, logFile, password: 'soak', database: 'kinds', throwaway: true });
  return readKinds(newest.url).finally(() => newest.stop());
}

async function readKinds(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(everyKindOfObject);
    return await readCatalog(client);
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<pg.Client | undefined> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  return client.connect().then(
    () => client,
    () => undefined,
  );
}

function run(program: string, parameters: string[]) {
  const [file = '', ...rest] = asNobody([join(programs, program), ...parameters]);
  return spawnSync(file, rest, { encoding: 'utf8' });
}

/** PostgreSQL does not run as root. */
function asNobody(command: string[]): string[] {
  if (process.getuid?.() !== 0) return command;
  return ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--', ...command];
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return String(typeof address === 'object' && address ? address.port : 0);
}
