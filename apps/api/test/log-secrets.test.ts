import { makeSecretToken } from 'db/sql';
import { createTestDatabase, TEST_OWNER_TOKEN, type TestDatabase, until } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SpawnedServer, spawnServer } from './spawn-server.ts';

let database: TestDatabase;
let server: SpawnedServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await spawnServer({ DATABASE_URL: database.appUrl, LOG_LEVEL: 'trace', SIGNUP: 'open' });
});
afterAll(async () => {
  server.terminate();
  await server.ended;
  await database.drop();
});

async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(server.url + path, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return {
    status: response.status,
    cookie: response.headers.get('set-cookie') ?? '',
    body: isJson ? JSON.parse(text) : text,
  };
}

test('no secret is in any line of the log, whatever happens', async () => {
  const [password, wrong] = ['hunter2 and all his horses', 'Hunter3 guessed by somebody'];
  const owner = { authorization: `Bearer ${TEST_OWNER_TOKEN}` };
  await send('POST', '/api/v1/accounts', { email: 'ann@example.com', password });
  await send('POST', '/api/v1/sessions', { email: 'ann@example.com', password: wrong });
  const { cookie } = await send('POST', '/api/v1/sessions', { email: 'ann@example.com', password });
  const session = cookie.split(/[=;]/)[1] ?? '';
  const { body: token } = await send('POST', '/api/v1/tokens', { name: 'a', scopes: ['read'] }, { cookie });
  const { body: invitation } = await send('POST', '/api/v1/invitations', undefined, owner);
  const { body: channel } = await send(
    'POST',
    '/api/v1/channels',
    { kind: 'webhook', name: 'a', url: 'https://example.com/hook-secret' },
    owner,
  );

  const ntfy = { kind: 'ntfy', name: 'a', url: 'https://example.com', topic: 'a', token: 'tk_nobody_may_see' };
  const { body: phone } = await send('POST', '/api/v1/channels', ntfy, owner);
  await send('PATCH', `/api/v1/channels/${phone.id}`, { token: 'tk_nobody_either' }, owner);
  const { body: rotated } = await send('POST', `/api/v1/channels/${channel.id}/rotate-secret`, undefined, owner);
  const action = makeSecretToken('action');
  await send('GET', `/api/v1/actions/${action}`);
  await send('POST', `/api/v1/actions/${action}?a=b`);
  const { body: feed } = await send('POST', '/api/v1/feeds', { name: 'a' }, owner);
  const calendar = new URL(feed.url).pathname;
  expect((await send('GET', calendar)).status).toBe(200);
  await send('GET', `${calendar}/and-on`);

  // secrets where they do not belong
  await send('GET', new URL(invitation.link).pathname);
  await send('GET', `${new URL(invitation.link).pathname}/and-on`);
  await send('GET', `/api/v1/todos?access_token=${TEST_OWNER_TOKEN}`);
  await send('GET', `/api/v1/todos?token=${token.token}`, undefined, { authorization: `Bearer ${session}` });
  await send('PUT', `/api/v1/password-resets/${token.token}`, { password });
  await send('POST', '/api/v1/sessions', `{"email": "ann@example.com", "password": "${password}"`);
  await send('POST', '/api/v1/sessions', { email: 'ann@example.com', password: [password] });

  // faults of the database, with the row that did not fit
  await database.pool.query(`alter table users add constraint no_boom check (name <> 'boom')`);
  expect((await send('PATCH', '/api/v1/me', { name: 'boom' }, { cookie })).status).toBe(500);
  await database.pool.query('alter table security_events rename to elsewhere');
  expect((await send('POST', '/api/v1/tokens', { name: 'b', scopes: ['read'] }, { cookie })).status).toBe(500);
  await database.pool.query('alter table elsewhere rename to security_events');
  await database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
  await until('it serves again', async () => (await send('GET', '/api/v1/me', undefined, { cookie })).status === 200);

  const { rows } = await database.pool.query<{ hash: string }>(`
    select password_hash as hash from users where password_hash is not null
    union all select encode(token_hash, 'hex') from api_tokens union all select encode(token_hash, 'hex') from sessions`);
  expect(rows.length).toBeGreaterThan(3);
  const lines = server.output().split('\n').filter(Boolean);
  expect(lines.length).toBeGreaterThan(30);
  expect(lines.some((line) => line.includes('no_boom'))).toBe(true);
  const secrets = [
    password,
    wrong,
    session,
    token.token,
    invitation.token,
    channel.secret,
    rotated.secret,
    'tk_nobody',
    action,
    calendar.slice(calendar.lastIndexOf('/') + 1, -4),
    TEST_OWNER_TOKEN,
    new URL(database.appUrl).password,
    'ann@example.com',
    ...rows.map(({ hash }) => hash),
  ];
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(3);
    expect(lines.filter((line) => line.includes(secret))).toEqual([]);
  }
});
