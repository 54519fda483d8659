import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { openLocalDatabase } from '../index.ts';
import { findPostmaster } from '../src/find-postmaster.ts';
import { makeScratchDir, shareScratchDir } from './make-scratch-dir.ts';

const node = process.execPath;
const dir = shareScratchDir();

const showCall = `console.log(JSON.stringify([process.env.DATABASE_URL, ...process.argv.slice(1)])); process.exit(7)`;

test('runs the command on a database that it starts and stops', async () => {
  const { code, stdout } = await run(dir, [node, '-e', showCall, '--', 'a', 'b c', '--help', '']);
  const [url, ...args] = JSON.parse(stdout);
  expect(url).toMatch(/^postgresql:\/\/duebell:.+@127\.0\.0\.1:\d+\/duebell$/);
  expect(args).toEqual(['a', 'b c', '--help', '']);
  expect(code).toBe(7);
  expect(await findPostmaster(join(dir, 'postgres'))).toBeUndefined();
});

test('joins the database that runs and leaves it running', async () => {
  const database = await openLocalDatabase({ localDir: dir, exclusive: true });
  const { stdout } = await run(dir, [node, '-e', showCall]);
  expect(JSON.parse(stdout)).toEqual([database.url]);
  expect((await findPostmaster(join(dir, 'postgres')))?.port).toBe(database.port);
  await database.stop();
});

test.each(['DATABASE_URL', 'MIGRATE_DATABASE_URL'])('with %s starts nothing', async (name) => {
  const untouched = makeScratchDir();
  const env = { DATABASE_URL: '', MIGRATE_DATABASE_URL: '', [name]: 'postgresql://elsewhere/db' };
  const { code, stdout } = await run(untouched, [node, '-p', `process.env.${name}`], env);
  expect(stdout).toBe('postgresql://elsewhere/db\n');
  expect(code).toBe(0);
  expect(await readdir(untouched)).toEqual([]);
});

test.each(['SIGINT', 'SIGTERM'] as const)('passes %s on and stops the database behind the command', async (signal) => {
  const script = `process.on('${signal}', () => process.exit(9)); console.log('here'); setInterval(() => {}, 1000)`;
  const child = start(dir, [node, '-e', script]);
  await once(child.stdout, 'data');
  child.kill(signal);
  await once(child, 'exit');
  expect(child.exitCode).toBe(9);
  expect(await findPostmaster(join(dir, 'postgres'))).toBeUndefined();
});

test('exits as a shell does when a signal ends the command', async () => {
  const { code } = await run(dir, ['sh', '-c', 'kill -KILL $$']);
  expect(code).toBe(137);
});

test('tells in one line what went wrong', async () => {
  const unknown = await run(dir, ['no-such-command']);
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toMatch(/^with-local-database: cannot run no-such-command: .*\n$/);
  expect(await findPostmaster(join(dir, 'postgres'))).toBeUndefined();
  const unwritable = await run('/dev/null/local', [node, '-v']);
  expect(unwritable).toMatchObject({ code: 1, stdout: '' });
  expect(unwritable.stderr).toMatch(/^with-local-database: .*LOCAL_DIR\n$/);
});

test('explains itself', async () => {
  expect(await run(dir, ['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: '), stderr: '' });
  expect(await run(dir, [])).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Usage: ') });
});

function start(localDir: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const script = join(import.meta.dirname, '../src/with-local-database.ts');
  const { DATABASE_URL: _, MIGRATE_DATABASE_URL: __, ...rest } = process.env;
  const child = spawn(node, [script, ...args], { env: { ...rest, LOCAL_DIR: localDir, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function run(localDir: string, args: string[], env?: NodeJS.ProcessEnv) {
  const child = start(localDir, args, env);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode, stdout, stderr };
}
