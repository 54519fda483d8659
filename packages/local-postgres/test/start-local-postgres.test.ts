import { spawn } from 'node:child_process';
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LocalPostgresError, startLocalPostgres } from '../index.ts';
import { findPostmaster, readPostmasterFile } from '../src/find-postmaster.ts';
import { pollUntil } from '../src/poll-until.ts';
import { makeScratchDir, shareScratchDir } from './make-scratch-dir.ts';
import { query } from './query.ts';
import { spawnHolder } from './spawn-holder.ts';

const options = optionsIn(shareScratchDir());

// Names and a password that have to be escaped in SQL and in URLs
function optionsIn(dir: string) {
  return {
    dataDir: join(dir, 'postgres'),
    logFile: join(dir, 'postgres.log'),
    user: 'some one',
    database: 'my "data"',
    password: `p@ss/w:rd?#%'`,
    throwaway: true,
  };
}

// Comes first: it makes the data that the others find.
test('two at once on an empty folder share one server, and no unfinished data stays', async () => {
  // What an initdb that was killed leaves. No process has this pid: the kernel gives none above 2^22.
  await mkdir(`${options.dataDir}.initdb-99999999-abc/data/base`, { recursive: true });
  const both = await Promise.all([startLocalPostgres(options), startLocalPostgres(options)]);
  expect(both[0].url).toBe(both[1].url);
  expect(both.map((postgres) => postgres.adopted).toSorted()).toEqual([false, true]);
  await Promise.all(both.map((postgres) => postgres.stop()));
  expect(await findPostmaster(options.dataDir)).toBeUndefined();
  expect((await readdir(dirname(options.dataDir))).toSorted()).toEqual(['postgres', 'postgres.log']);
});

test('what was written is there after a stop and a start', async () => {
  const first = await startLocalPostgres(options);
  await query(first.url, `create table kept as select 'Ä' as word`);
  await first.stop();
  await expect(query(first.url, 'select 1')).rejects.toThrow('ECONNREFUSED');

  const second = await startLocalPostgres(options);
  expect(second.adopted).toBe(false);
  expect(await query(second.url, 'select lower(word) from kept')).toBe('ä');
  await second.stop();
});

test('serves the database it was asked for on 127.0.0.1 alone, with passwords', async () => {
  const postgres = await startLocalPostgres(options);
  expect(await query(postgres.url, `select current_user || ' on ' || current_database()`)).toBe(
    'some one on my "data"',
  );
  expect(await query(postgres.url, `select current_setting('listen_addresses')`)).toBe('127.0.0.1');
  expect(await query(postgres.url, `select current_setting('unix_socket_directories')`)).toBe('');
  expect(new URL(postgres.url).port).toBe(String(postgres.port));
  const wrongPassword = postgres.url.replace('rd%3F', 'rd');
  await expect(query(wrongPassword, 'select 1')).rejects.toThrow('password authentication failed');
  await postgres.stop();
});

test('throwaway and settings reach the server', async () => {
  const postgres = await startLocalPostgres({ ...options, settings: { work_mem: '5MB' } });
  expect(await query(postgres.url, `select current_setting('fsync')`)).toBe('off');
  expect(await query(postgres.url, `select current_setting('work_mem')`)).toBe('5MB');
  await postgres.stop();
});

test('adopts the server whose starter was killed', async () => {
  const holder = await spawnHolder(options);
  await query(holder.url, 'select 1');
  await holder.kill();

  const postgres = await startLocalPostgres(options);
  expect(postgres.adopted).toBe(true);
  expect(postgres.url).toBe(holder.url);
  await postgres.stop();
  await expect(query(holder.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
});

test('starts although a stale postmaster.pid names a live process that is none of ours', async () => {
  const pidFile = join(options.dataDir, 'postmaster.pid');
  const first = await startLocalPostgres(options);
  const lines = (await readFile(pidFile, 'utf8')).split('\n');
  await first.stop();
  const stranger = spawn('sleep', ['60']);
  onTestFinished(() => void stranger.kill());
  await writeFile(pidFile, [stranger.pid, ...lines.slice(1)].join('\n'));

  const second = await startLocalPostgres(options);
  expect(second.adopted).toBe(false);
  expect((await findPostmaster(options.dataDir))?.port).toBe(second.port);
  await second.stop();
  expect(stranger.exitCode ?? stranger.signalCode).toBe(null);
});

test('starts after the server itself was killed, and stop() of who used it ends quietly', async () => {
  const first = await startLocalPostgres(options);
  process.kill((await readPostmasterFile(options.dataDir))?.pid ?? 0, 'SIGKILL');
  const second = await startLocalPostgres(options);
  expect(second.adopted).toBe(false);
  await first.stop();
  expect(await query(second.url, 'select 1')).toBe(1);
  await second.stop();
});

test('the last one to stop shuts the server down', async () => {
  const first = await startLocalPostgres(options);
  const second = await spawnHolder(options);
  expect(second.url).toBe(first.url);
  await first.stop();
  expect(await query(second.url, 'select 1')).toBe(1);
  expect(await second.finish()).toBe(0);
  await expect(query(first.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
});

test('still counts as a user after a crash ended every session', async () => {
  const first = await startLocalPostgres(options);
  const holder = () => query(first.url, `select pid from pg_locks where locktype = 'advisory'`).catch(() => undefined);
  const lost = await holder();
  process.kill(Number(lost), 'SIGKILL');
  const replaced = async () => ((await holder()) ?? lost) !== lost || undefined;
  expect(await pollUntil(replaced, Date.now() + 10_000)).toBe(true);

  const second = await startLocalPostgres(options);
  expect(second.adopted).toBe(true);
  await second.stop();
  expect(await query(first.url, 'select 1')).toBe(1);
  await first.stop();
});

test('a start that meets a stop gets a server that stays', async () => {
  let current = await startLocalPostgres(options);
  for (let round = 0; round < 5; round++) {
    const [next] = await Promise.all([startLocalPostgres(options), current.stop()]);
    expect(await query(next.url, 'select 1')).toBe(1);
    current = next;
  }
  await current.stop();
});

test('refuses data of another major version', async () => {
  const there = optionsIn(makeScratchDir());
  await mkdir(there.dataDir);
  await writeFile(join(there.dataDir, 'PG_VERSION'), '17\n');
  const start = startLocalPostgres(there);
  await expect(start).rejects.toThrow(LocalPostgresError);
  await expect(start).rejects.toThrow(`${there.dataDir} holds data of PostgreSQL 17, this version runs 18: `);
});

test('refuses a folder that holds something else, and a file', async () => {
  const there = optionsIn(makeScratchDir());
  await mkdir(there.dataDir);
  const note = join(there.dataDir, 'note');
  await writeFile(note, '');
  await expect(startLocalPostgres(there)).rejects.toThrow('is neither empty nor data of PostgreSQL');
  await access(note);
  await expect(startLocalPostgres({ ...there, dataDir: note })).rejects.toThrow(`cannot write ${note} (EEXIST`);
});

test('refuses another password than that of the data, and does a running server no harm', async () => {
  const first = await startLocalPostgres(options);
  const wrong = { ...options, password: 'wrong' };
  await expect(startLocalPostgres(wrong)).rejects.toThrow('was made with another password for some one');
  expect(await query(first.url, 'select 1')).toBe(1);
  await first.stop();
  await expect(startLocalPostgres(wrong)).rejects.toThrow('was made with another password for some one');
  expect(await findPostmaster(options.dataDir)).toBeUndefined();
});

test('tells why a server does not start, in one line', async () => {
  const start = startLocalPostgres({ ...options, settings: { shared_buffers: 'plenty' } });
  await expect(start).rejects.toThrow(LocalPostgresError);
  await expect(start).rejects.toThrow(
    /^PostgreSQL does not start on \S+: FATAL: .*"shared_buffers".* \(more in \S+\)$/,
  );
});
