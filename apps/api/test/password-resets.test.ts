import { afterAll, beforeAll, expect, test } from 'vitest';
import { createResetLink } from '../src/modules/password-resets/service.ts';
import { startApi, type TestApi } from './api.ts';
import { addPerson, addToken, browse, password } from './person.ts';

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
