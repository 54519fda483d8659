import { hashToken, makeSecretToken } from 'db/sql';
import { until } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCredentials } from '../src/credentials.ts';
import { createInvitation } from '../src/modules/invitations/service.ts';
import { createToken } from '../src/modules/tokens/service.ts';
import { startApi, type TestApi } from './api.ts';
import { addPerson, addToken } from './person.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test('a token is shown once, opens what it may, and nothing once it is revoked', async () => {
  const made = await api.send('POST', '/api/v1/tokens', { name: 'laptop', scopes: ['read'] });
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'laptop', scopes: ['read'], expires_at: null, last_used_at: null },
  });
  const { token, ...shown } = made.body;
  const path = made.headers.get('location') ?? '';
  expect((await api.send('GET', path)).body).toEqual(shown);

  expect((await api.send('GET', '/api/v1/todos', undefined, bearer(token))).status).toBe(200);
  const used = (await api.send('GET', path)).body.last_used_at;
  expect(Math.abs(Date.parse(used) - Date.now())).toBeLessThan(60_000);
  const { body: list } = await api.send('GET', '/api/v1/tokens');
  expect(list.data).toContainEqual({ ...shown, last_used_at: used });
  expect(JSON.stringify(list)).not.toContain('duebell_pat');

  const refused = await api.send('POST', '/api/v1/todos', { description: 'a' }, bearer(token));
  expect(refused).toMatchObject({ status: 403, body: { code: 'insufficient_scope' } });
  expect(refused.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope", scope="write"');
  expect((await api.send('GET', '/api/v1/tokens', undefined, bearer(token))).status).toBe(403);

  expect((await api.send('DELETE', path)).status).toBe(204);
  expect((await api.send('GET', '/api/v1/todos', undefined, bearer(token))).status).toBe(401);
  const { data } = (await api.send('GET', '/api/v1/me/events')).body;
  expect(data.slice(0, 2)).toMatchObject([
    { type: 'token.revoked', details: { name: 'laptop' } },
    { type: 'token.created', details: { name: 'laptop', scopes: ['read'] } },
  ]);
});

/** When what is promised within a second has to hold, however long the machine takes for a request. */
async function aSecondLater(): Promise<void> {
  const begin = performance.now();
  await until('a second later', () => performance.now() - begin > 1000);
}

test('revoked in one replica, a token opens nothing in another a second later', async () => {
  const replica = await startApi({}, api.database);
  const { body } = await api.send('POST', '/api/v1/tokens', { name: 'everywhere', scopes: ['read'] });
  expect((await replica.send('GET', '/api/v1/me', undefined, bearer(body.token))).status).toBe(200);
  await api.send('DELETE', `/api/v1/tokens/${body.id}`);
  await aSecondLater();
  expect((await replica.send('GET', '/api/v1/me', undefined, bearer(body.token))).status).toBe(401);
  await replica.close();
});

test('of two who revoke a token at once, one did it', async () => {
  const { body } = await api.send('POST', '/api/v1/tokens', { name: 'twice', scopes: ['read'] });
  const answers = await Promise.all([1, 2, 3].map(() => api.send('DELETE', `/api/v1/tokens/${body.id}`)));
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404]);
});

test('a token ends by itself', async () => {
  const expires_at = new Date(Date.now() + 60_000).toISOString();
  const { body } = await api.send('POST', '/api/v1/tokens', { name: 'short', scopes: ['read'], expires_at });
  expect(body.expires_at).toBe(expires_at);
  expect((await api.send('GET', '/api/v1/me', undefined, bearer(body.token))).status).toBe(200);
  await api.database.pool.query('update api_tokens set expires_at = now() where id = $1', [body.id]);
  await aSecondLater();
  expect((await api.send('GET', '/api/v1/me', undefined, bearer(body.token))).status).toBe(401);
});

test.each([
  ['/name', { scopes: ['read'] }],
  ['/scopes', { name: 'a' }],
  ['/scopes', { name: 'a', scopes: [] }],
  ['/scopes', { name: 'a', scopes: ['read', 'read'] }],
  ['/scopes/0', { name: 'a', scopes: ['root'] }],
  ['/expires_at', { name: 'a', scopes: ['read'], expires_at: '2020-01-01T00:00:00Z' }],
  ['/expires_at', { name: 'a', scopes: ['read'], expires_at: 'soon' }],
  ['/token', { name: 'a', scopes: ['read'], token: 'mine' }],
])('%s is refused in %j', async (pointer, body) => {
  expect(await api.send('POST', '/api/v1/tokens', body)).toMatchObject({
    status: 400,
    body: { errors: [{ in: 'body', pointer }] },
  });
});

test('a name is given once, and no token makes one that may do more than itself', async () => {
  const body = { name: 'again', scopes: ['read'] };
  expect((await api.send('POST', '/api/v1/tokens', body)).status).toBe(201);
  expect(await api.send('POST', '/api/v1/tokens', body)).toMatchObject({ status: 409, body: { code: 'conflict' } });
  const { id } = await addPerson(api);
  const admin = bearer(await addToken(api, id, ['admin']));
  const more = await api.send('POST', '/api/v1/tokens', { name: 'more', scopes: ['admin', 'write'] }, admin);
  expect(more).toMatchObject({ status: 403, body: { code: 'insufficient_scope' } });
  // names are the account's own
  expect((await api.send('POST', '/api/v1/tokens', { name: 'again', scopes: ['admin'] }, admin)).status).toBe(201);
});

test('a token that ends makes none that lasts longer, and an account has a hundred at most', async () => {
  const { id } = await addPerson(api);
  const short = await addToken(api, id, ['admin']);
  const end = new Date(Date.now() + 3_600_000);
  await api.database.pool.query('update api_tokens set expires_at = $1 where user_id = $2', [end, id]);
  const make = (name: string, expires_at?: string) =>
    api.send('POST', '/api/v1/tokens', { name, scopes: ['admin'], expires_at }, bearer(short));
  expect((await make('for ever')).status).toBe(403);
  expect((await make('longer', new Date(end.getTime() + 1).toISOString())).status).toBe(403);
  expect((await make('as long', end.toISOString())).status).toBe(201);
  await api.database.pool.query(
    `insert into api_tokens (user_id, name, token_hash, scopes)
     select $1, n::text, sha256(('x' || n)::bytea), '{read}' from generate_series(1, 98) n`,
    [id],
  );
  expect((await make('too many', end.toISOString())).status).toBe(409);
});

test('PostgreSQL is not given what a new token or invitation opens with', async () => {
  const texts: string[] = [];
  const client = {
    on: () => {},
    off: () => {},
    release: () => {},
    query: async (query: unknown) => {
      texts.push(JSON.stringify(query));
      return { rows: [{ id: 1, json: '{"id":1}' }], rowCount: 1 };
    },
  };
  const pool = { ...client, connect: async () => client } as never;
  const { json } = await createToken(pool, 1, { name: 'a', scopes: ['read'] }, null);
  const invitation = await createInvitation(pool, 1, { publicUrl: 'http://localhost', origin: null });
  expect(json).toContain('duebell_pat_');
  expect(invitation).toContain('duebell_inv_');
  expect(texts.join()).not.toContain('duebell_');
});

const row = { id: 1, account_id: 1, scopes: ['read'], expires_at: null };

test('a mistyped token is refused without asking the database, a free text is not', async () => {
  const asked: unknown[] = [];
  const credentials = createCredentials(
    {
      query: async (query: unknown) => {
        asked.push(query);
        return { rows: [] };
      },
    } as never,
    {} as never,
  );
  const token = makeSecretToken('api');
  const find = (secret: string) => credentials.find({ kind: 'api', secret }, async () => {});
  for (const secret of [`${token}x`, token.slice(0, -1), token.toUpperCase(), makeSecretToken('session')])
    expect(await find(secret)).toBeUndefined();
  expect(asked).toHaveLength(1); // in upper case it is not one of ours any more
  await find('the-owner-token-of-somebody-of-32-characters');
  expect(asked).toHaveLength(2);
});

test('what was read before a revocation is not remembered after it', async () => {
  let answer: (result: unknown) => void = () => {};
  let asked = 0;
  const credentials = createCredentials(
    {
      query: () => {
        asked += 1;
        return new Promise((resolve) => {
          answer = resolve;
        });
      },
    } as never,
    {} as never,
  );
  const secret = makeSecretToken('api');
  const find = () => credentials.find({ kind: 'api', secret }, async () => {});
  const early = find();
  await until('it asks', () => asked === 1);
  credentials.forget();
  answer({ rows: [row] });
  expect(await early).toMatchObject({ id: 1 });
  const late = find();
  await until('it asks again', () => asked === 2);
  answer({ rows: [] });
  expect(await late).toBeUndefined();
  expect(hashToken(secret)).toHaveLength(32);
});
