import { hashToken, makeSecretToken } from 'db/sql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { addPerson, browse, password } from './person.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ CORS_ORIGINS: 'https://app.example.com' });
});
afterAll(() => api.close());

const day = 24 * 60 * 60 * 1000;

test('signing in sets a cookie that scripts cannot read, and signing out ends it', async () => {
  const person = await addPerson(api);
  const signedIn = await person.signIn();
  expect(signedIn.status).toBe(201);
  expect(signedIn.headers.get('set-cookie')).toMatch(
    /^duebell=duebell_ses_\w{49}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  expect(Date.parse(signedIn.body.expires_at) - Date.now()).toBeGreaterThan(29 * day);
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect((await person.send('GET', '/api/v1/me')).body.email).toBe(person.email);

  const out = await person.send('DELETE', '/api/v1/sessions/current');
  expect(out.status).toBe(204);
  expect(out.headers.get('set-cookie')).toMatch(/^duebell=; Max-Age=0; Path=\/;/);
  // not only forgotten by the browser: it is over
  expect((await api.sendBare('GET', '/api/v1/me', undefined, { cookie })).status).toBe(401);
});

test('over https the cookie is secure and bound to this host', async () => {
  const person = await addPerson(api);
  const https = { 'x-forwarded-proto': 'https' };
  const body = { email: person.email, password };
  const signedIn = await person.send('POST', '/api/v1/sessions', body, https);
  expect(signedIn.headers.get('set-cookie')).toMatch(
    /^__Host-duebell=\w+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  expect((await person.send('GET', '/api/v1/me', undefined, https)).status).toBe(200);
  // what came over http may have been put there by somebody else
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0]?.replace('__Host-', '') ?? '';
  expect((await api.sendBare('GET', '/api/v1/me', undefined, { ...https, cookie })).status).toBe(401);
});

test('PUBLIC_URL alone makes the cookie secure; a proxy that nobody named cannot', async () => {
  const person = await addPerson(api);
  const replica = await startApi({ PUBLIC_URL: 'https://todo.example.com', TRUST_PROXY: '192.0.2.1' }, api.database);
  const strict = await startApi({ TRUST_PROXY: '192.0.2.1' }, api.database);
  const body = { email: person.email, password };
  const https = { 'x-forwarded-proto': 'https' };
  expect((await replica.sendBare('POST', '/api/v1/sessions', body)).headers.get('set-cookie')).toContain('; Secure;');
  const plain = await strict.sendBare('POST', '/api/v1/sessions', body, https);
  expect(plain.headers.get('set-cookie')).not.toContain('Secure');
  expect(plain.body.address).toBe('127.0.0.1');
  await Promise.all([replica.close(), strict.close()]);
});

test('whoever cannot sign in hears the same, whatever the reason', async () => {
  const person = await addPerson(api);
  const disabled = await addPerson(api);
  const without = await addPerson(api);
  await api.database.pool.query('update users set disabled_at = now() where id = $1', [disabled.id]);
  await api.database.pool.query('update users set password_hash = null where id = $1', [without.id]);
  const attempts = [
    await person.signIn('wrong'),
    await disabled.signIn(),
    await without.signIn(),
    await browse(api, 'nobody@example.com').signIn(),
  ];
  const [first] = attempts;
  expect(first).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
  expect(first?.headers.get('www-authenticate')).toBe('Bearer');
  for (const answer of attempts) {
    expect(answer).toMatchObject({ status: 401, body: first?.body });
    expect(answer.headers.get('set-cookie')).toBeNull();
  }
  await person.signIn();
  expect((await person.send('GET', '/api/v1/me/events')).body.data).toMatchObject([
    { type: 'session.created' },
    { type: 'password.refused', address: person.address },
  ]);
});

test('it takes as long to refuse an unknown address as a wrong password', async () => {
  const people = [];
  for (let i = 0; i < 7; i += 1) {
    const person = await addPerson(api);
    // today's parameters, as everybody has who signed in lately
    await person.signIn();
    people.push(person);
  }
  const time = async (attempt: () => Promise<unknown>) => {
    const start = performance.now();
    await attempt();
    return performance.now() - start;
  };
  const [known, unknown]: [number[], number[]] = [[], []];
  for (const [i, person] of people.entries()) {
    known.push(await time(() => person.signIn('wrong')));
    unknown.push(await time(() => browse(api, `nobody${i}@example.com`).signIn('wrong')));
  }
  const median = (times: number[]) => times.toSorted((a, b) => a - b)[3] ?? 0;
  expect(median(unknown) / median(known)).toBeGreaterThan(0.5);
  expect(median(unknown) / median(known)).toBeLessThan(2);
});

test('all who sign in at once to an account whose hash is of older parameters get in', async () => {
  const person = await addPerson(api);
  const answers = await Promise.all(Array.from({ length: 6 }, () => person.signIn()));
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(201));
});

test('a hash of older parameters is made anew when its password is right', async () => {
  const person = await addPerson(api);
  const hash = async () => {
    const { rows } = await api.database.pool.query('select password_hash from users where id = $1', [person.id]);
    return rows[0].password_hash;
  };
  expect(await hash()).toContain('m=64,t=1');
  await person.signIn('wrong');
  expect(await hash()).toContain('m=64,t=1');
  await person.signIn();
  // OWASP Password Storage Cheat Sheet: at least 19 MiB with 2 passes
  const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$/.exec(await hash()) ?? [];
  expect(Number(memory)).toBeGreaterThanOrEqual(19 * 1024);
  expect(Number(passes)).toBeGreaterThanOrEqual(2);
  expect((await person.signIn()).status).toBe(201);
});

test('a password is the same however its characters were typed', async () => {
  const person = await addPerson(api);
  await person.signIn();
  const composed = 'Zürich ist schön'.normalize('NFC');
  await person.send('PUT', '/api/v1/me/password', { current_password: password, password: composed });
  expect((await person.signIn(composed.normalize('NFD'))).status).toBe(201);
});

test('many who sign in at once wait in a short line, and the rest are told to come back', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) => browse(api, `crowd${i}@example.com`).signIn('wrong')),
  );
  const statuses = new Set(answers.map(({ status }) => status));
  expect([...statuses].sort()).toEqual([401, 503]);
  expect(answers.find(({ status }) => status === 503)?.headers.get('retry-after')).toBe('1');
  const person = await addPerson(api);
  expect((await person.signIn()).status).toBe(201);
});

test('sessions are listed and ended one by one; an ended or expired one opens nothing', async () => {
  const person = await addPerson(api);
  await person.signIn();
  const phone = browse(api, person.email);
  await phone.signIn();
  const { body } = await person.send('GET', '/api/v1/sessions');
  expect(body.data).toMatchObject([
    { address: phone.address, current: false },
    { address: person.address, current: true },
  ]);
  expect(JSON.stringify(body)).not.toContain('duebell_ses');
  expect((await person.send('DELETE', `/api/v1/sessions/${body.data[0].id}`)).status).toBe(204);
  expect((await person.send('DELETE', `/api/v1/sessions/${body.data[0].id}`)).status).toBe(404);
  expect((await phone.send('GET', '/api/v1/me')).status).toBe(401);
  expect((await person.send('GET', '/api/v1/me')).status).toBe(200);

  const secret = makeSecretToken('session');
  await api.database.pool.query(
    `insert into sessions (user_id, token_hash, address, expires_at) values ($1, $2, '', now() - interval '1 second')`,
    [person.id, hashToken(secret)],
  );
  expect((await api.sendBare('GET', '/api/v1/me', undefined, { cookie: `duebell=${secret}` })).status).toBe(401);
});

test('a token is no session, and a session no token', async () => {
  expect((await api.send('DELETE', '/api/v1/sessions/current')).status).toBe(404);
  const person = await addPerson(api);
  const secret = (await person.signIn()).headers.get('set-cookie')?.split(/[=;]/)[1] ?? '';
  expect((await api.sendBare('GET', '/api/v1/me', undefined, { authorization: `Bearer ${secret}` })).status).toBe(401);
});

const publicUrl = 'http://localhost:3000';

test.each([
  ['a program that says nothing', {}, 200],
  ['the same address', { origin: 'own' }, 200],
  ['PUBLIC_URL', { origin: publicUrl, 'sec-fetch-site': 'cross-site' }, 200],
  ['an application in CORS_ORIGINS', { origin: 'https://app.example.com', 'sec-fetch-site': 'cross-site' }, 200],
  ['the same origin, hidden', { origin: 'null', 'sec-fetch-site': 'same-origin' }, 200],
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
  ['another site, from an old browser', { origin: 'https://evil.example' }, 403],
  ['a hidden origin', { origin: 'null' }, 403],
  ['a neighbour', { origin: 'http://evil.localhost:3000', 'sec-fetch-site': 'same-site' }, 403],
  ['another port', { origin: 'http://localhost:3001' }, 403],
  ['a name that begins the same', { origin: 'https://app.example.com.evil.example' }, 403],
  ['no origin at all', { origin: 'nonsense' }, 403],
])('a session’s change from %s is answered as it should be', async (_, given: Record<string, string>, status) => {
  const person = await addPerson(api);
  await person.signIn();
  const headers = { ...given, ...(given.origin === 'own' && { origin: api.url }) };
  const answer = await person.send('PATCH', '/api/v1/me', { name: 'changed' }, headers);
  expect(answer.status).toBe(status);
  if (status === 403) expect(answer.body.code).toBe('cross_site');
  expect((await person.send('GET', '/api/v1/me', undefined, headers)).body.name).toBe(
    status === 200 ? 'changed' : null,
  );
});

test('another site cannot sign somebody in either; a token says who meant it', async () => {
  const person = await addPerson(api);
  const headers = { origin: 'https://evil.example' };
  const body = { email: person.email, password };
  expect((await person.send('POST', '/api/v1/sessions', body, headers)).body.code).toBe('cross_site');
  expect((await api.send('PATCH', '/api/v1/me', { name: null }, headers)).status).toBe(200);
});

test('browsers let the applications in CORS_ORIGINS read answers, and no others', async () => {
  const ask = (origin: string) =>
    api.sendBare('OPTIONS', '/api/v1/todos', undefined, {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,authorization',
    });
  const allowed = await ask('https://app.example.com');
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  expect(allowed.headers.get('access-control-allow-credentials')).toBe('true');
  expect(allowed.headers.get('access-control-allow-methods')).toContain('PATCH');
  const todo = await api.send('POST', '/api/v1/todos', { description: 'a' }, { origin: 'https://app.example.com' });
  const exposed = todo.headers.get('access-control-expose-headers')?.toLowerCase().split(', ');
  expect(exposed).toEqual(expect.arrayContaining(['etag', 'location', 'retry-after', 'x-request-id']));
  const refused = await ask('https://evil.example');
  expect(refused.headers.get('access-control-allow-origin')).not.toBe('https://evil.example');
  expect(refused.headers.get('access-control-allow-origin')).not.toBe('*');
});
