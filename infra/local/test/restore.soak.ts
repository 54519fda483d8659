import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  databaseOf,
  hasDebianPostgres,
  runProgram,
  startDebianPostgres,
  TEST_OWNER_TOKEN,
  until,
  withoutDebianPostgres,
} from 'db/testing';
import { expect, test } from 'vitest';
import { type Duebell, freePort, makeFolder, startDuebell } from './duebell.ts';
import { startInbox } from './inbox.ts';

if (!hasDebianPostgres) console.log(withoutDebianPostgres);

/** Starts migrate, api and worker on a database of a server, as two roles. */
async function startOn(serverUrl: string): Promise<Duebell> {
  const owner = databaseOf(serverUrl, 'duebell');
  const app = Object.assign(new URL(owner), { username: 'duebell_app', password: 'soak-app' }).href;
  return startDuebell({
    MIGRATE_DATABASE_URL: owner,
    DATABASE_URL: app,
    OWNER_TOKEN: TEST_OWNER_TOKEN,
    API_PORT: await freePort(),
  });
}

interface Page {
  data: { id: number; description?: string; scheduled_for?: string; state?: string }[];
  next_cursor: string;
}

async function read(duebell: Duebell, path: string): Promise<Page> {
  const { status, body } = await duebell.send('GET', path);
  expect(status, path).toBe(200);
  return body;
}

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

test.skipIf(!hasDebianPostgres)(
  'a dump restored into a new cluster: everything as it was, and no reminder is lost',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'duebell-restore-'));
    // read by the programs of PostgreSQL, which run as somebody else
    const dump = join(folder, 'duebell.dump');
    const inbox = await startInbox();
    let server = await startDebianPostgres();
    runProgram('createdb', ['--maintenance-db', server.url, 'duebell']);
    let duebell = await startOn(server.url);
    const write = (description: string, due_date?: string) =>
      duebell.send('POST', '/api/v1/todos', { description, due_date });
    const messagesOf = (description: string) => inbox.received.filter(({ body }) => body.includes(`"${description}"`));
    try {
      await duebell.send('POST', '/api/v1/channels', { kind: 'webhook', name: 'my server', url: inbox.url });
      await duebell.send('POST', '/api/v1/lists', { name: 'home' });
      await write('rang before the dump', inMs(200));
      await until('it rings', () => messagesOf('rang before the dump').length === 1);
      await until('it is settled', async () =>
        (await read(duebell, '/api/v1/deliveries')).data.every(({ state }) => state === 'delivered'),
      );
      await write('without a date');
      await write('some day', '2099-01-01T09:00:00Z');
      // long enough for a dump
      const between = Date.now() + 10_000;
      await write('rings after the dump', new Date(between).toISOString());
      await write('is due while all is down', new Date(between + 1000).toISOString());
      const lists = await read(duebell, '/api/v1/lists');
      const todos = await read(duebell, '/api/v1/todos');
      const reminders = await read(duebell, '/api/v1/reminders');
      const cursor = (await read(duebell, '/api/v1/changes')).next_cursor;
      expect(todos.data).toHaveLength(5);
      expect(reminders.data).toHaveLength(3);
      runProgram('pg_dump', ['--format=custom', databaseOf(server.url, 'duebell'), '--file', dump]);
      expect(Date.now()).toBeLessThan(between);

      await write('written after the dump');
      await until('it rings', () => messagesOf('rings after the dump').length === 1, 20_000);
      expect(await duebell.interrupt()).toBe(0);
      await server.drop();

      server = await startDebianPostgres();
      runProgram('createdb', ['--maintenance-db', server.url, 'duebell']);
      const options = ['--no-owner', '--no-privileges', '--exit-on-error', '--single-transaction'];
      runProgram('pg_restore', [...options, '--dbname', databaseOf(server.url, 'duebell'), dump]);
      duebell = await startOn(server.url);
      expect(duebell.output().stdout).toContain('clients that follow changes start over');

      expect(await read(duebell, '/api/v1/lists')).toEqual(lists);
      expect((await read(duebell, '/api/v1/todos')).data).toEqual(todos.data);
      const [again] = await until('what rang after the dump rings again', () => {
        const messages = messagesOf('rings after the dump');
        return messages.length === 2 && messages.slice(1);
      });
      expect(again?.id).toBe(messagesOf('rings after the dump')[0]?.id);
      await until('what was due meanwhile rings', () => messagesOf('is due while all is down').length === 1);
      expect((await read(duebell, '/api/v1/reminders')).data).toEqual(
        reminders.data.filter(({ scheduled_for }) => scheduled_for === '2099-01-01T09:00:00.000Z'),
      );

      expect(await duebell.send('GET', `/api/v1/changes?since=${cursor}`)).toMatchObject({
        status: 410,
        body: { code: 'cursor_expired' },
      });
      const fresh = (await read(duebell, '/api/v1/changes')).next_cursor;
      await write('rings as ever', inMs(200));
      await until('it rings', () => messagesOf('rings as ever').length === 1);
      await until(
        'clients hear of it',
        async () => (await read(duebell, `/api/v1/changes?since=${fresh}`)).data.length > 0,
      );
      // ids that the lost todo had are another's now, and its message has another id
      expect(new Set(inbox.received.map(({ id }) => id)).size).toBe(4);
      expect(messagesOf('rang before the dump')).toHaveLength(1);
    } finally {
      await duebell.interrupt();
      await server.drop();
      await inbox.close();
      await rm(folder, { recursive: true });
    }
  },
);

test('a copy of the stopped folder of npm start, put back: everything as it was', async () => {
  const [folder, copy] = [await makeFolder(), await makeFolder()];
  const env = { LOCAL_DIR: join(folder.path, 'local'), API_PORT: await freePort() };
  const start = () => startDuebell(env);
  const first = await start();
  await first.send('POST', '/api/v1/todos', { description: 'kept', due_date: '2099-01-01T09:00:00Z' });
  const todos = await read(first, '/api/v1/todos');
  expect(await first.interrupt()).toBe(0);
  const preserved = { recursive: true, preserveTimestamps: true };
  await cp(env.LOCAL_DIR, join(copy.path, 'local'), preserved);

  const second = await start();
  await second.send('POST', '/api/v1/todos', { description: 'written after the copy' });
  expect(await second.interrupt()).toBe(0);
  await rm(env.LOCAL_DIR, { recursive: true });
  await cp(join(copy.path, 'local'), env.LOCAL_DIR, preserved);

  const third = await start();
  expect(third.token).toBe(first.token);
  expect(await read(third, '/api/v1/todos')).toEqual(todos);
  expect((await read(third, '/api/v1/reminders')).data).toHaveLength(1);
  expect(await third.interrupt()).toBe(0);
  await folder.remove();
  await copy.remove();
});
