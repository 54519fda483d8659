import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { until } from 'db/testing';
import pg from 'pg';
import { beforeEach, expect, test } from 'vitest';
import { createLogger } from '../src/create-logger.ts';
import type { WorkerOptions } from '../src/worker.ts';
import { addChannel, addReminders, readLog, testSecret } from './arrange.ts';
import type { startReceiver } from './receiver.ts';
import { useStage } from './stage.ts';

const stage = useStage();

const pathSecret = 'the-secret-in-the-path';
const querySecret = 'the-secret-in-the-query';
const userSecret = 'the-secret-before-the-host';
const databasePassword = 'the-password-of-the-database';
const description = 'what nobody else may know';
const hookPath = `services/${pathSecret}?token=${querySecret}`;

const key = Buffer.from(testSecret.replace('whsec_', ''), 'base64');
const secrets = {
  'the secret of the channel': key.toString('base64'),
  'the secret of the channel as text': key.toString('latin1'),
  'the secret of the channel in hex': key.toString('hex'),
  'the secret of the channel as numbers': key.join(','),
  'any secret of a channel': 'whsec_',
  'a signature': /v1,[\w+/]{43}=/,
  'the path of the webhook': pathSecret,
  'its query': querySecret,
  'its user': userSecret,
  'the password of the database': databasePassword,
  'the todo': description,
};

let lines: string[];
beforeEach(() => {
  lines = [];
});

function expectNoSecrets(output = lines.join('')) {
  for (const [what, secret] of Object.entries(secrets)) expect(output, what).not.toMatch(secret);
}

const logged = (what: string, count = 1) =>
  until(`the log says: ${what}`, () => lines.filter((line) => line.includes(what)).length >= count);

/** Starts a worker that logs all it can, and uses the database by a role whose password is known. */
async function work(options: Partial<WorkerOptions> = {}) {
  const { database, onEnd } = stage();
  const role = `worker_${randomUUID().replaceAll('-', '')}`;
  await database.pool.query(`create role ${role} superuser login password '${databasePassword}'`);
  onEnd(async () => void (await database.pool.query(`drop role ${role}`)));
  const url = new URL(database.url);
  Object.assign(url, { username: role, password: databasePassword });
  const log = createLogger('trace', { write: (line) => void lines.push(line) });
  const worker = await stage().work({ databaseUrl: url.href, log, retryTable: [10], ...options });
  return { role, worker };
}

async function ring(): Promise<void> {
  await addReminders(stage().database.pool, 1, 0, description);
  await stage().database.pool.query('notify reminder_due');
}

async function cutConnections(): Promise<void> {
  await stage().database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name like 'duebell worker%'`,
  );
}

const settled = (state: string) =>
  until(`a delivery that is ${state}`, async () => {
    const log = await readLog(stage().database.pool);
    return log.some((delivery) => delivery.state === state);
  });

test.each<[string, Parameters<typeof startReceiver>[0], string, number?]>([
  ['succeeds', undefined, '"delivered"'],
  ['answers 500', (response) => response.writeHead(500).end(hookPath), 'HTTP 500'],
  ['answers 410', (response) => response.writeHead(410).end(), 'HTTP 410'],
  ['redirects', (response, { path }) => response.writeHead(302, { location: path }).end(), 'HTTP 302'],
  ['hangs up', (_response, _message, request) => request.socket.destroy(), 'other side closed'],
  ['resets', (_response, _message, request) => request.socket.resetAndDestroy(), 'other side closed|ECONNRESET'],
  ['hangs', () => {}, 'no answer within', 200],
  [
    'repeats the request in a broken answer',
    (response, { path, headers }) =>
      response.socket?.end(`HTTP/1.1 200 OK\r\n${path}\r\n${headers['webhook-signature']}\r\n\r\n`),
    'Response does not match',
  ],
])('a receiver that %s', async (_, answer, expected, sendTimeoutMs = 15_000) => {
  const inbox = await stage().receiver(answer);
  await addChannel(stage().database.pool, inbox.url.replace('//', `//${userSecret}:${userSecret}@`) + hookPath);
  await ring();
  await work({ sendTimeoutMs });
  const [message] = await inbox.receive(1);
  await until('its log line', () => lines.some((line) => new RegExp(expected).test(line)));
  expect(message?.path).toContain(querySecret);
  expectNoSecrets();
});

test.each([
  // no resolver sends a label of 64 characters, so this stays on the machine
  ['cannot be resolved', `http://${'x'.repeat(64)}.invalid/`, 'getaddrinfo'],
  ['is refused', 'http://127.0.0.1:9/', 'is not a public address'],
  ['is refused by name', 'http://localhost:9/', 'is not a public address'],
  ['is no URL', 'http://127.0.0.1:port/', 'Invalid URL'],
  ['speaks no HTTP', 'ftp://127.0.0.1/', 'Invalid URL protocol'],
])('a target that %s', async (_, url, expected) => {
  await addChannel(stage().database.pool, url.replace('//', `//${userSecret}:${userSecret}@`) + hookPath);
  await ring();
  await work({ allowPrivateTargets: false });
  await settled('failed');
  await logged(expected, 2);
  expectNoSecrets();
});

test('a receiver without TLS, and one that nobody listens for', async () => {
  const { url, close } = await stage().receiver();
  await addChannel(stage().database.pool, url.replace('http:', 'https:') + hookPath);
  await ring();
  await work({ retryTable: [] });
  await settled('failed');
  await close();
  await ring();
  await logged('ECONNREFUSED');
  expectNoSecrets();
});

const failed = 'failed and is tried again';

test('a database connection that is cut while idle, in a query, and cannot be made again', async () => {
  const { pool, url } = stage().database;
  const inbox = await stage().receiver();
  await addChannel(pool, inbox.url + hookPath);
  const { role } = await work();
  await ring();
  await inbox.receive(1);
  await settled('delivered');
  await until('the worker listens', async () => {
    const { rows } = await pool.query(
      `select from pg_stat_activity where datname = current_database() and query = 'listen reminder_due' and state = 'idle'`,
    );
    return rows.length > 0;
  });

  await cutConnections();
  await logged('an idle database connection was lost');
  await logged('the connection that listens for near reminders was lost');

  const editor = new pg.Client({ connectionString: url });
  await editor.connect();
  stage().onEnd(() => editor.end());
  await editor.query('begin; lock table deliveries in access exclusive mode');
  await ring();
  await until('the worker waits in a query', async () => {
    const { rows } = await pool.query(
      `select from pg_stat_activity
       where datname = current_database() and application_name = 'duebell worker' and wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  });
  const failures = lines.filter((line) => line.includes(failed)).length;
  await cutConnections();
  await logged(failed, failures + 1);
  await editor.query('commit');
  await inbox.receive(2);

  await pool.query(`alter role ${role} password 'another'`);
  await cutConnections();
  await logged('password authentication failed');
  await pool.query(`alter role ${role} password '${databasePassword}'`);
  expectNoSecrets();
});

test('a database that refuses a row and says what is in it', async () => {
  const { pool } = stage().database;
  await pool.query(`alter table channels add constraint always_enabled check (enabled)`);
  const inbox = await stage().receiver((response) => response.writeHead(410).end());
  await addChannel(pool, inbox.url + hookPath);
  await ring();
  const { worker } = await work();
  await logged('"constraint":"always_enabled"');
  await pool.query('alter table channels drop constraint always_enabled');
  await settled('failed');
  await until('the worker is healthy', () => worker.isHealthy());
  expectNoSecrets();
});

test.each([
  ['whose password is wrong', (url: URL) => url.href, 'password authentication failed'],
  ['where no server listens', (url: URL) => url.href.replace(/:\d+\//, ':9/'), 'ECONNREFUSED'],
  ['whose port is no number', (url: URL) => url.href.replace(/:\d+\//, ':port/'), 'Invalid URL'],
])('the process does not start with a database %s', async (_, change, expected) => {
  const url = new URL(stage().database.url);
  url.password = databasePassword;
  const env = { ...process.env, DATABASE_URL: change(url), LOG_LEVEL: 'trace' };
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], { env });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  expect(code).toBe(1);
  expect(stderr).toContain(expected);
  expectNoSecrets(stdout + stderr);
});
