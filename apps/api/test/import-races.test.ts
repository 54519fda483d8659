import { request } from 'node:http';
import { hashToken } from 'db/sql';
import { createTestDatabase, TEST_OWNER_TOKEN, until } from 'db/testing';
import { expect, test } from 'vitest';
import { startApi } from './api.ts';
import { addToken } from './person.ts';
import { spawnServer } from './spawn-server.ts';
import { fileOf, upload } from './upload.ts';

const many = fileOf(
  Array.from({ length: 400 }, (_, i) => ({
    uid: `todo ${i}`,
    description: 'a',
    due_date: '2126-12-01',
    labels: [`label ${i % 7}`],
    list_uid: null,
  })),
);

test('one file at the same moment, twice and by two replicas: one makes its todos, the other finds them', async () => {
  const api = await startApi();
  const replica = await startApi({ DATABASE_URL: api.database.appUrl }, api.database);
  try {
    const answers = await Promise.all([
      upload(api, 'json', many),
      upload(replica, 'json', many),
      upload(api, 'json', many),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(({ body }) => body.created.todos).sort()).toEqual([0, 0, 400]);
    expect(answers.map(({ body }) => body.unchanged).sort()).toEqual([0, 400, 400]);
    const { rows } = await api.database.pool.query(
      `select (select count(*)::int from todos) as todos, (select count(*)::int from labels) as labels,
              (select count(*)::int from reminders) as reminders`,
    );
    expect(rows).toEqual([{ todos: 400, labels: 7, reminders: 400 }]);
  } finally {
    await replica.close();
    await api.close();
  }
});

test('when the account begins to ring at other times meanwhile, the file has to come again', async () => {
  const api = await startApi();
  try {
    const slow = begin(api.url, 'csv');
    slow.write('description,due_date\na,2126-12-01\n');
    await until('it has begun', async () => (await api.send('GET', '/api/v1/imports')).body.data.length > 0);
    await api.send('PATCH', '/api/v1/me', { default_reminder_time: '07:00' });
    const { status, body } = await slow.end('b,2126-12-01\n');
    expect([status, JSON.parse(body).code]).toEqual([409, 'conflict']);
    expect((await api.send('GET', '/api/v1/todos')).body.data).toEqual([]);
  } finally {
    await api.close();
  }
});

test('a file whose token is revoked while it comes is not waited for any longer', async () => {
  const api = await startApi();
  try {
    const token = await addToken(api, 1, ['write']);
    const slow = begin(api.url, 'csv', { token });
    slow.write(`description\n${'a\n'.repeat(1000)}`);
    await until('it has begun', async () => (await api.send('GET', '/api/v1/imports')).body.data.length > 0);
    await api.database.pool.query('delete from api_tokens where token_hash = $1', [hashToken(token)]);
    await expect(slow.answer).rejects.toThrow();
    await until(
      'it has failed',
      async () => (await api.send('GET', '/api/v1/imports')).body.data[0].state === 'failed',
    );
    expect((await api.send('GET', '/api/v1/todos')).body.data).toEqual([]);
  } finally {
    await api.close();
  }
});

test('a file that breaks off, and one whose api is killed in the middle of publishing, leave nothing', async () => {
  const database = await createTestDatabase();
  const api = await startApi({}, database);
  const doomed = await spawnServer({ DATABASE_URL: database.appUrl, RATE_LIMIT: '0' });
  const counts = async () => {
    const { rows } = await database.pool.query(
      `select (select count(*)::int from todos) as todos, (select count(*)::int from lists) as lists,
              (select count(*)::int from reminders) as reminders, (select count(*)::int from changes) as changes`,
    );
    return rows[0];
  };
  try {
    const broken = begin(api.url, 'csv');
    broken.write(`description,list\n${'a,l\n'.repeat(1000)}`);
    await until('it has begun', async () => (await api.send('GET', '/api/v1/imports')).body.data.length === 1);
    broken.breakOff();
    await until(
      'it has failed',
      async () => (await api.send('GET', '/api/v1/imports')).body.data[0].state === 'failed',
    );
    expect((await database.pool.query('select from import_rows')).rows).toEqual([]);

    // what publishing writes last waits here, when all of its todos are written
    const client = await database.pool.connect();
    await client.query('begin');
    await client.query('lock table completions in share mode');
    const killed = upload(doomed, 'json', many).catch(() => 'no answer');
    await until('it publishes', async () => {
      const { rows } = await database.pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into completions%'`,
      );
      return rows.length > 0;
    });
    doomed.kill();
    expect(await killed).toBe('no answer');
    await client.query('rollback');
    client.release();
    expect(await counts()).toEqual({ todos: 0, lists: 0, reminders: 0, changes: 0 });
    const [abandoned] = (await api.send('GET', '/api/v1/imports')).body.data;
    expect(abandoned.state).toBe('publishing');
    // and to whoever looks later
    await database.pool.query(
      `update imports set updated_at = now() - interval '16 minutes' where finished_at is null`,
    );
    expect((await api.send('GET', '/api/v1/imports')).body.data[0]).toMatchObject({
      state: 'failed',
      failure: 'It was abandoned.',
    });
    expect((await upload(api, 'json', many)).body.created.todos).toBe(400);
  } finally {
    doomed.kill();
    await api.close();
    await database.drop();
  }
});

test('a slow line has longer than any other request, and no more than two files of an account are read at once', async () => {
  const api = await startApi();
  // less patient, for all but files
  Object.assign(api.server, { headersTimeout: 200, requestTimeout: 300 });
  const slow = begin(api.url, 'csv');
  const other = begin(api.url, 'csv');
  try {
    slow.write('description\n');
    other.write('description\n');
    await until('both have begun', async () => (await api.send('GET', '/api/v1/imports')).body.data.length === 2);
    const third = await upload(api, 'csv', 'description\na\n');
    expect([third.status, third.body.code]).toEqual([429, 'too_many_requests']);
    // the server looks every second
    const started = Date.now();
    const ordinary = begin(api.url, 'csv', { path: '/api/v1/todos' });
    ordinary.write('{');
    expect((await ordinary.answer).status).toBe(408);
    await until('it would have been sent away', () => Date.now() - started > 2500);
    for (const each of [slow, other]) {
      const { status, body } = await each.end('a\n');
      expect([status, JSON.parse(body).state]).toEqual([200, 'done']);
    }
  } finally {
    // it would wait for them
    for (const each of [slow, other]) each.breakOff();
    await api.close();
  }
});

/** A file on its way, piece by piece, on a connection of its own. */
function begin(
  url: string,
  format: string,
  { path = `/api/v1/import?format=${format}`, token = TEST_OWNER_TOKEN }: { path?: string; token?: string } = {},
) {
  const { promise: answer, resolve, reject } = Promise.withResolvers<{ status: number | undefined; body: string }>();
  const sending = request(url + path, {
    method: 'POST',
    agent: false,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': path.includes('import') ? 'text/csv' : 'application/json',
    },
  });
  sending.once('response', (response) => {
    let body = '';
    response.setEncoding('utf8').on('data', (text) => {
      body += text;
    });
    response.once('end', () => resolve({ status: response.statusCode, body }));
  });
  sending.once('error', reject);
  // nobody waits for the answer of one that is broken off
  answer.catch(() => {});
  return {
    answer,
    write: (text: string) => void sending.write(text),
    end: (text: string) => {
      sending.end(text);
      return answer;
    },
    breakOff: () => void sending.destroy(),
  };
}
