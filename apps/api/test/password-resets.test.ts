import { afterAll, beforeAll, expect, test } from 'vitest';
import { createResetLink, useReset } from '../src/modules/password-resets/service.ts';
import { createSession } from '../src/modules/sessions/service.ts';
import { startApi, type TestApi } from './api.ts';
import { addPerson, addToken, browse, cheapHash, password } from './person.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const next = 'an entirely different one';

/** The path of a link that the operator made. */
async function link(accountId: number): Promise<string> {
  return new URL(await createResetLink(api.database.pool, accountId, 'http://localhost:3000')).pathname;
}

async function messages(accountId: number) {
  const { rows } = await api.database.pool.query(
    `select kind, state, recipient, token_hash, r.expires_at > now() + interval '59 minutes' as fresh
     from deliveries d left join password_resets r on r.id = d.password_reset_id where d.user_id = $1`,
    [accountId],
  );
  return rows;
}

test('asking for a link is answered the same for everybody, and queues one message that holds no secret', async () => {
  const person = await addPerson(api);
  const gone = await addPerson(api);
  await api.database.pool.query('update users set disabled_at = now() where id = $1', [gone.id]);
  const ask = (email: string) => browse(api).send('POST', '/api/v1/password-resets', { email });
  for (const email of [person.email, person.email.toUpperCase(), gone.email, 'nobody@example.com']) {
    expect(await ask(email)).toMatchObject({ status: 202, body: null });
  }
  expect(await messages(person.id)).toEqual([
    { kind: 'account', state: 'queued', recipient: person.email, token_hash: null, fresh: true },
  ]);
  expect(await messages(gone.id)).toEqual([]);

  // the one that waits is over: another takes its place
  await api.database.pool.query('update password_resets set expires_at = now() where user_id = $1', [person.id]);
  await ask(person.email);
  expect(await messages(person.id)).toMatchObject([{ fresh: true }]);
});

test('a link changes the password once, by program; sessions and other links end, tokens stay', async () => {
  const person = await addPerson(api);
  await person.signIn();
  const token = await addToken(api, person.id, ['read']);
  const [path, other] = [await link(person.id), await link(person.id)];
  const put = (to: string) => browse(api).send('PUT', to, { password: next });
  expect((await put(path)).status).toBe(204);
  for (const used of [path, other]) expect(await put(used)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect((await person.send('GET', '/api/v1/me')).status).toBe(401);
  expect((await person.signIn(password)).status).toBe(401);
  expect((await person.signIn(next)).status).toBe(201);
  expect((await api.send('GET', '/api/v1/me', undefined, { authorization: `Bearer ${token}` })).status).toBe(200);
  expect((await person.send('GET', '/api/v1/me/events')).body.data.map(({ type }: { type: string }) => type)).toEqual([
    'session.created',
    'password.refused',
    'password.reset',
    'password.reset_requested',
    'password.reset_requested',
    'session.created',
  ]);
});

test('a link shows a form, which changes the password', async () => {
  const person = await addPerson(api);
  const path = await link(person.id);
  const page = await browse(api).send('GET', path);
  expect(page).toMatchObject({ status: 200, body: expect.stringContaining(`value="${person.email}"`) });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const short = await browse(api).send('POST', path, `email=${person.email}&password=short`, headers);
  expect(short).toMatchObject({ status: 400, body: expect.stringContaining('fewer than 10 characters') });
  const done = await browse(api).send('POST', path, `email=${person.email}&password=${next}`, headers);
  expect(done).toMatchObject({ status: 200, body: expect.stringContaining('The password is changed') });
  expect((await person.signIn(next)).status).toBe(201);
  expect(await browse(api).send('GET', path)).toMatchObject({ status: 404, body: expect.stringContaining('was used') });
});

test('of two who use a link at once, one wins', async () => {
  const person = await addPerson(api);
  const path = await link(person.id);
  const choices = ['one of three passwords', 'two of three passwords', 'three of three passwords'];
  const answers = await Promise.all(choices.map((choice) => browse(api).send('PUT', path, { password: choice })));
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404]);
  const winner = choices[answers.findIndex(({ status }) => status === 204)];
  expect((await person.signIn(winner)).status).toBe(201);
});

test('two links of one account at once: both answer, one of them wins, again and again', async () => {
  for (let round = 0; round < 5; round += 1) {
    const person = await addPerson(api);
    const paths = [await link(person.id), await link(person.id)];
    const hash = cheapHash(next);
    // without hashing, which would make them wait for each other
    const used = await Promise.allSettled(
      paths.map((path) => useReset(api.database.pool, path.split('/').at(-1) ?? '', hash, null)),
    );
    expect(used.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = used.find((each) => each.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'not_found' });
  }
});

test('nobody who signs in with the old password at that moment stays in, and the old password does not come back', async () => {
  for (let round = 0; round < 20; round += 1) {
    const person = await addPerson(api);
    const { rows } = await api.database.pool.query('select password_hash from users where id = $1', [person.id]);
    const account = { id: person.id, passwordHash: rows[0].password_hash as string };
    const origin = { address: '', userAgent: null };
    const token = (await link(person.id)).split('/').at(-1) ?? '';
    const hash = cheapHash(next);
    await Promise.all([
      createSession(api.database.pool, account, cheapHash(password), origin),
      useReset(api.database.pool, token, hash, null),
    ]);
    const { rows: after } = await api.database.pool.query(
      'select password_hash, (select count(*)::int from sessions where user_id = u.id) as sessions from users u where id = $1',
      [person.id],
    );
    expect(after).toEqual([{ password_hash: hash, sessions: 0 }]);
  }
});

test('asking for a link takes as long for everybody', async () => {
  const time = async (email: string) => {
    const start = performance.now();
    await browse(api).send('POST', '/api/v1/password-resets', { email });
    return performance.now() - start;
  };
  expect(await time('nobody.at.all@example.com')).toBeGreaterThanOrEqual(99);
  expect(await time((await addPerson(api)).email)).toBeGreaterThanOrEqual(99);
});

test('a link that is over, mistyped or of a disabled account changes nothing', async () => {
  const [late, disabled, person] = [await addPerson(api), await addPerson(api), await addPerson(api)];
  const paths = [
    await link(late.id),
    await link(disabled.id),
    (await link(person.id)).slice(0, -1),
    '/api/v1/password-resets/x',
  ];
  await api.database.pool.query('update password_resets set expires_at = now() where user_id = $1', [late.id]);
  await api.database.pool.query('update users set disabled_at = now() where id = $1', [disabled.id]);
  for (const path of paths) {
    expect((await browse(api).send('PUT', path, { password: next })).status).toBe(404);
    expect((await browse(api).send('GET', path)).status).toBe(404);
  }
  expect((await late.signIn()).status).toBe(201);
});
