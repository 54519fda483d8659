import { connect } from 'node:net';
import { createTestDatabase, type TestDatabase } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressKey } from '../src/plugins/rate-limit.ts';
import { type Answer, startApi, type TestApi } from './api.ts';
import { addPerson, addToken, browse } from './person.ts';

let database: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await createTestDatabase();
  api = await startApi({ RATE_LIMIT: 20 }, database);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function repeat(times: number, send: () => Promise<Answer>): Promise<Answer[]> {
  const answers = [];
  for (let i = 0; i < times; i += 1) answers.push(await send());
  return answers;
}

test('each token has its own limit, and every answer says what is left of it', async () => {
  const { id } = await addPerson(api);
  const [one, other] = [await addToken(api, id, ['read']), await addToken(api, id, ['read'])];
  const read = (token: string) => api.send('GET', '/api/v1/me', undefined, bearer(token));
  const answers = await repeat(21, () => read(one));
  expect(answers.map(({ status }) => status)).toEqual([...Array(20).fill(200), 429]);
  expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"requests";q=20;w=60');
  expect(answers[4]?.headers.get('ratelimit')).toMatch(/^"requests";r=15;t=\d+$/);
  const last = answers[20];
  expect(last?.body).toMatchObject({ code: 'too_many_requests', detail: expect.stringMatching(/Try again in \d+ s/) });
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(last?.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect((await read(other)).status).toBe(200);
});

test('each address has its own limit for what comes without a token, pages that are not there among it', async () => {
  const person = browse(api);
  const answers = await repeat(21, () => person.send('GET', '/api/v1/nothing-here'));
  expect(answers.map(({ status }) => status)).toEqual([...Array(20).fill(404), 429]);
  expect((await person.send('GET', '/api/v1/todos')).status).toBe(429);
  expect((await person.send('GET', '/api/openapi.json')).status).toBe(429);
  expect((await browse(api).send('GET', '/api/v1/todos')).status).toBe(401);
  // whoever looks after the server is not sent away
  expect((await person.send('GET', '/readyz')).status).toBe(200);
  // and neither is a token that comes from the same address
  const token = await addToken(api, (await addPerson(api)).id, ['read']);
  const known = { 'x-forwarded-for': person.address, ...bearer(token) };
  expect((await api.sendBare('GET', '/api/v1/me', undefined, known)).status).toBe(200);
});

test('an address that guesses tokens is sent away before the database is asked', async () => {
  const person = browse(api);
  let guesses = 0;
  const guess = () => {
    guesses += 1;
    return person.send('GET', '/api/v1/todos', undefined, bearer(`a-guess-of-at-least-32-characters-${guesses}`));
  };
  const answers = await repeat(22, guess);
  expect(answers.map(({ status }) => status)).toEqual([...Array(20).fill(401), 429, 429]);
});

test('addresses are told apart, of IPv6 by the network that somebody has', () => {
  const key = (ip: string) => addressKey({ ip });
  expect(key('192.0.2.1')).not.toBe(key('192.0.2.2'));
  expect(key('::ffff:192.0.2.1')).toBe(key('192.0.2.1'));
  expect(key('2001:db8:1:2::1')).toBe(key('2001:db8:1:2:ffff::9'));
  expect(key('2001:db8:1:2::1')).not.toBe(key('2001:db8:1:3::1'));
});

test('ten wrong passwords close an account to passwords for a while, in every replica, whether it exists or not', async () => {
  const person = await addPerson(api);
  for (const email of [person.email, 'nobody@example.com']) {
    const answers = await repeat(11, () => browse(api, email).signIn('wrong'));
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429]);
    expect(Number(answers[10]?.headers.get('retry-after'))).toBeGreaterThan(600);
    expect(answers[10]?.body.detail).toMatch(/^Too many attempts\. Try again in \d+ s\.$/);
  }
  expect((await person.signIn()).status).toBe(429);
  const replica = await startApi({}, database);
  expect((await browse(replica, person.email).signIn()).status).toBe(429);
  await replica.close();
  const other = await addPerson(api);
  expect((await other.signIn()).status).toBe(201);
});

test('wrong passwords are counted also where they are tried all at once', async () => {
  const person = await addPerson(api);
  const answers = await Promise.all(Array.from({ length: 15 }, () => browse(api, person.email).signIn('wrong')));
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
});

test('a password that there was no room to look at was no attempt', async () => {
  const person = await addPerson(api);
  await person.signIn();
  const wrong = { current_password: 'wrong', password: 'an entirely different one' };
  const crowd = Array.from({ length: 50 }, async (_, i) => {
    const { status } = await browse(api, `queue${i}@example.com`).signIn('wrong');
    if (status !== 503) throw new Error('there was room');
  });
  await Promise.any(crowd);
  const answers = await Promise.all(Array.from({ length: 8 }, () => person.send('PUT', '/api/v1/me/password', wrong)));
  await Promise.allSettled(crowd);
  const looked = answers.filter(({ status }) => status === 403).length;
  expect(answers.filter(({ status }) => status === 503)).toHaveLength(8 - looked);
  expect(looked).toBeLessThan(8);
  const later = await repeat(10 - looked, () => person.send('PUT', '/api/v1/me/password', wrong));
  expect(new Set(later.map(({ status }) => status))).toEqual(new Set([403]));
});

test('the right password clears the count', async () => {
  const person = await addPerson(api);
  await repeat(9, () => browse(api, person.email).signIn('wrong'));
  expect((await person.signIn()).status).toBe(201);
  const again = await repeat(10, () => browse(api, person.email).signIn('wrong'));
  expect(again.map(({ status }) => status)).toEqual(Array(10).fill(401));
});

test('one address tries fifty times, whatever the accounts', async () => {
  const person = browse(api, 'spray1@example.com');
  expect((await person.signIn('Summer2026!')).status).toBe(401);
  // as if it had tried others before
  const { rowCount } = await database.pool.query('update rate_limits set points = 48 where key = $1', [
    `sign-in from:${person.address}`,
  ]);
  expect(rowCount).toBe(1);
  const wrong = (n: number) =>
    person.send('POST', '/api/v1/sessions', { email: `spray${n}@example.com`, password: 'Summer2026!' });
  const answers = [await wrong(2), await wrong(3), await wrong(4)];
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 429]);
  expect((await browse(api, 'spray4@example.com').signIn('wrong')).status).toBe(401);
});

test('links to a new password are asked for three times an hour, whether the account exists or not', async () => {
  const person = await addPerson(api);
  for (const email of [person.email, 'nobody.else@example.com']) {
    const ask = () => browse(api).send('POST', '/api/v1/password-resets', { email });
    expect((await repeat(4, ask)).map(({ status }) => status)).toEqual([202, 202, 202, 429]);
  }
});

test('the counters do not say who was tried', async () => {
  await browse(api, 'whose.secret@example.com').signIn('wrong');
  const { rows } = await database.pool.query('select key from rate_limits');
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain('example.com');
});

test('every answer tells browsers to be careful, and nobody what runs here', async () => {
  const person = browse(api);
  const answers = [
    await api.send('GET', '/api/v1/me'),
    await person.send('GET', '/api'),
    await person.send('GET', '/nothing'),
    await person.send('POST', '/api/v1/sessions', 'not json'),
    await person.send('GET', '/api/v1/accounts/by-invitation/x'),
  ];
  for (const { headers } of answers) {
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'strict-transport-security': expect.stringContaining('max-age='),
    });
    expect(headers.get('server')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  }
});

test.each([
  ['nested too deep', `${'['.repeat(30)}${']'.repeat(30)}`, 'more than 20 deep'],
  ['of brackets alone', '['.repeat(8000) + ']'.repeat(8000), 'more than 20 deep'],
])('a body %s is refused', async (_, body, detail) => {
  const token = await addToken(api, 1, ['read', 'write', 'admin']);
  expect(await api.send('POST', '/api/v1/tokens', body, bearer(token))).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', detail: expect.stringContaining(detail) },
  });
});

test.each([
  ['POST', '/api/v1/sessions', JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [i, i])))],
  ['POST', '/api/v1/accounts', `{"email": "${'a'.repeat(20_000)}"}`],
  ['POST', '/api/v1/password-resets/x', Array.from({ length: 20_000 }, (_, i) => `${i}=`).join('&')],
])('%s %s takes no large body, since anybody may send it', async (method, path, body) => {
  const type = path.endsWith('/x') ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
  expect((await browse(api).send(method, path, body, type)).status).toBe(413);
});

test('many things that are compared with each other do not stop the others', async () => {
  const authorization = `Bearer ${await addToken(api, 1, ['read', 'write', 'admin'])}`;
  const scopes = JSON.stringify({ name: 'a', scopes: Array.from({ length: 800 }, (_, i) => ({ a: i })) });
  expect((await api.sendBare('POST', '/api/v1/tokens', scopes, { authorization })).status).toBe(400);
  const members = JSON.stringify(Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`field${i}`, 0])));
  const answer = await api.sendBare('POST', '/api/v1/todos', members, { authorization });
  expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining('more than 1000 members') } });
});

test('an attempt that found no room to be looked at is none', async () => {
  const crowd = Array.from({ length: 45 }, (_, i) => browse(api, `queue${i}@example.com`).signIn('wrong'));
  const person = await addPerson(api);
  const attempts: Answer[] = [];
  while (attempts.length < 12) attempts.push(await browse(api, person.email).signIn());
  await Promise.all(crowd);
  for (const { status } of attempts) expect([201, 503]).toContain(status);
  expect((await person.signIn()).status).toBe(201);
});

/** Sends the beginning of a request and waits for what the server says before it closes the connection. */
function sendBeginning(text: string): Promise<string> {
  const { port } = new URL(api.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

test('who sends a request slowly is sent away', async () => {
  const { headersTimeout, requestTimeout } = api.server;
  expect({ headersTimeout, requestTimeout }).toEqual({ headersTimeout: 10_000, requestTimeout: 30_000 });
  // the same server, less patient
  api.server.headersTimeout = 200;
  api.server.requestTimeout = 400;
  const start = 'POST /api/v1/sessions HTTP/1.1\r\nhost: a\r\n';
  const answers = await Promise.all([
    sendBeginning(start),
    sendBeginning(`${start}content-type: application/json\r\ncontent-length: 100\r\n\r\n{"em`),
  ]);
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"request_timeout"/);
  Object.assign(api.server, { headersTimeout, requestTimeout });
});

test('headers over 16 KiB are refused', async () => {
  const answer = await sendBeginning(`GET /api HTTP/1.1\r\nhost: a\r\na: ${'a'.repeat(20_000)}\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 431 /);
});
