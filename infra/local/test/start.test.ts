import { execFile, spawn } from 'node:child_process';
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTestDatabase, until } from 'db/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Duebell, freePort, isAlive, launch, makeFolder, type Started, startDuebell } from './duebell.ts';

/** What a first start leaves: made once, as it is the second one that most tests are about. */
let made: Awaited<ReturnType<typeof makeFolder>>;
let folder: Awaited<ReturnType<typeof makeFolder>>;
let env: Record<string, string>;
let running: Duebell | undefined;

beforeAll(async () => {
  made = await makeFolder();
  const first = await startDuebell({ LOCAL_DIR: made.path, API_PORT: await freePort() });
  expect(await first.interrupt()).toBe(0);
});

afterAll(() => made.remove());

beforeEach(async () => {
  folder = await makeFolder();
  env = { LOCAL_DIR: folder.path, API_PORT: await freePort() };
});

afterEach(async () => {
  await running?.interrupt();
  running = undefined;
  await folder.remove();
});

/** Starts Duebell on a copy of what the first start made. */
async function startAgain(): Promise<Duebell> {
  // with the owners that the files have
  await promisify(execFile)('cp', ['-Rp', `${made.path}/.`, folder.path]);
  return startDuebell(env);
}

/** It ended by itself: not well, with these lines and nothing else, and without a server left behind. */
async function expectRefusal({ exit, output }: Started, lines: (string | RegExp)[]): Promise<void> {
  expect(await exit).toBe(1);
  const printed = output().stderr.trim().split('\n');
  expect(printed).toEqual(lines.map((line) => expect.stringMatching(line)));
  await expect(access(join(folder.path, 'postgres', 'postmaster.pid'))).rejects.toThrow();
}

test('a taken port is refused', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(Number(env.API_PORT), '127.0.0.1', resolve));
  await expectRefusal(launch(env), [
    /^duebell: port \d+ on 127\.0\.0\.1 is taken: stop what listens there or set API_PORT$/,
  ]);
  await new Promise((resolve) => server.close(resolve));
});

test('a second start on the same data is refused, and the first goes on', async () => {
  running = await startAgain();
  const second = launch({ ...env, API_PORT: await freePort() });
  expect(await second.exit).toBe(1);
  expect(second.output().stderr).toMatch(/^duebell: Duebell is already running on .*\n$/);
  expect((await running.send('GET', '/api/v1/todos')).status).toBe(200);
});

test('data of another PostgreSQL is refused', async () => {
  await mkdir(join(folder.path, 'postgres'), { mode: 0o700 });
  await writeFile(join(folder.path, 'postgres', 'PG_VERSION'), '17\n');
  await expectRefusal(launch(env), [/^duebell: .*PostgreSQL 17.*18/]);
});

test('a folder that cannot be written is refused', async () => {
  await writeFile(join(folder.path, 'file'), '');
  await expectRefusal(launch({ ...env, LOCAL_DIR: join(folder.path, 'file', 'data') }), [
    /^duebell: cannot .*LOCAL_DIR/,
  ]);
});

test.each([
  [
    'nobody listens',
    'postgresql://a:b@127.0.0.1:1/duebell',
    /^cannot use the database at 127\.0\.0\.1:1\/duebell: .*ECONNREFUSED.*DATABASE_URL/,
  ],
  ['not a PostgreSQL URL', 'mysql://localhost/duebell', /^duebell: DATABASE_URL must be a PostgreSQL URL/],
])('a wrong DATABASE_URL is refused: %s', async (_, DATABASE_URL, line) => {
  await expectRefusal(launch({ ...env, DATABASE_URL }), [line]);
});

test('every bad variable is named at once', async () => {
  const launched = launch({
    ...env,
    API_PORT: 'http',
    LOG_LEVEL: 'loud',
    OWNER_TOKEN: 'short',
    SIGNUP: 'perhaps',
    CORS_ORIGINS: 'https://a:99999',
    MAIL_FROM: 'nobody',
  });
  await expectRefusal(launched, [
    /^duebell: API_PORT must be a port/,
    /^duebell: LOG_LEVEL must be one of/,
    // of those that it would start: migrate, the api, the worker
    /^duebell: OWNER_TOKEN must be 32 or more characters/,
    /^duebell: SIGNUP must be open or closed$/,
    /^duebell: CORS_ORIGINS must be origins/,
    /^duebell: MAIL_FROM must be an e-mail address/,
  ]);
});

test('a token that is too short is refused', async () => {
  await expectRefusal(launch({ ...env, OWNER_TOKEN: 'short' }), [
    /^duebell: OWNER_TOKEN must be 32 or more characters/,
  ]);
});

test('with DATABASE_URL, that database is used and no other server is started; settings may stand in files', async () => {
  const database = await createTestDatabase({ empty: true });
  const files = await makeFolder();
  const inFile = async (name: string, setting: string) => {
    await writeFile(join(files.path, name), setting);
    return { [`${name}_FILE`]: join(files.path, name) };
  };
  running = await startDuebell({
    ...env,
    DATABASE_URL: database.url,
    OWNER_TOKEN: 'a-token-that-the-operator-has-chosen',
    ...(await inFile('LOG_LEVEL', 'error')),
    ...(await inFile('PUBLIC_URL', 'https://todo.example.com')),
    ...(await inFile('ALLOW_PRIVATE_TARGETS', 'false')),
  });
  expect(running.token).toBe('a-token-that-the-operator-has-chosen');
  await running.send('POST', '/api/v1/todos', { description: 'a' });
  expect(await running.interrupt()).toBe(0);
  running = undefined;
  const { rows } = await database.pool.query('select description from todos');
  expect(rows).toEqual([{ description: 'a' }]);
  expect(await readdir(folder.path)).toEqual([]);
  await files.remove();
  await database.drop();
});

test('Ctrl-C twice at once, as it comes through npm, stops everything in order', async () => {
  running = await startAgain();
  running.child.kill('SIGINT');
  expect(await running.interrupt()).toBe(0);
  expect(running.output().stderr).toBe('');
  running = undefined;
  await expect(access(join(folder.path, 'postgres', 'postmaster.pid'))).rejects.toThrow();
});

test('after a SIGKILL, api and worker end by themselves, and the next start takes over what is left', async () => {
  running = await startAgain();
  await running.send('POST', '/api/v1/todos', { description: 'kept' });
  const children = await childrenOf(running.child.pid ?? 0);
  expect(children).toHaveLength(2);
  running.child.kill('SIGKILL');
  await running.exit;
  // at once: the port and the database are still in use
  running = await startDuebell(env);
  await until('the orphans are gone', () => !children.some(isAlive));
  expect((await running.send('GET', '/api/v1/todos')).body).toMatchObject({ data: [{ description: 'kept' }] });
});

test.each(['api', 'worker'])('when the %s dies, everything stops and says so', async (name) => {
  running = await startAgain();
  const { stdout } = spawn('ps', ['-eo', 'pid,ppid,args']);
  let table = '';
  for await (const chunk of stdout) table += chunk;
  const line = table
    .split('\n')
    .find((each) => each.includes(`apps/${name}/src`) && each.includes(` ${running?.child.pid} `));
  process.kill(Number(line?.trim().split(/\s+/)[0]), 'SIGKILL');
  await expectRefusal(running, [`^duebell: the ${name} ended with SIGKILL; the rest was stopped$`]);
  running = undefined;
});

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  const pids = text.trim().split(' ').map(Number);
  const commands = await Promise.all(pids.map((each) => readFile(`/proc/${each}/cmdline`, 'utf8')));
  return pids.filter((_, i) => commands[i]?.includes('apps/'));
}
