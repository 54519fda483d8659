import { makeSecretToken } from 'db/sql';
import { largestStatement, until } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { addPerson, addToken, browse, cheapHash, password } from './person.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const form = { 'content-type': 'application/x-www-form-urlencoded' };

async function invite(): Promise<{ path: string; token: string; id: number }> {
  const { status, body } = await api.send('POST', '/api/v1/invitations');
  expect(status).toBe(201);
  return { ...body, path: new URL(body.link).pathname };
}

test('an invitation makes one account, which signs in and has its own empty place', async () => {
  const { token, id } = await invite();
  expect((await api.send('GET', '/api/v1/invitations')).body.data).toContainEqual({
    id,
    email: null,
    created_at: expect.any(String),
    expires_at: expect.any(String),
  });
  const email = 'Ann.Example@Example.com';
  const ann = browse(api, email);
  const made = await ann.send('POST', '/api/v1/accounts', {
    email,
    password,
    name: 'Ann',
    time_zone: 'Pacific/Auckland',
    invitation: token,
  });
  expect(made).toMatchObject({
    status: 201,
    body: {
      id: expect.any(Number),
      email: 'ann.example@example.com',
      name: 'Ann',
      time_zone: 'Pacific/Auckland',
      default_reminder_time: '09:00',
      quiet_hours: null,
    },
  });
  expect(await ann.signIn()).toMatchObject({ status: 201, body: { current: true, address: ann.address } });
  expect((await ann.send('GET', '/api/v1/me')).body).toEqual(made.body);
  expect((await ann.send('GET', '/api/v1/todos')).body).toEqual({ data: [], next_cursor: null });
  expect((await ann.send('GET', '/api/v1/me/events')).body.data).toMatchObject([
    { type: 'session.created', address: ann.address, details: {} },
    { type: 'account.created', address: ann.address },
  ]);
  expect((await api.send('GET', '/api/v1/me/events')).body.data[0]).toMatchObject({
    type: 'invitation.accepted',
    address: null,
    details: { account_id: made.body.id },
  });

  const again = await browse(api).send('POST', '/api/v1/accounts', {
    email: 'b@example.com',
    password,
    invitation: token,
  });
  expect(again).toMatchObject({ status: 403, body: { code: 'signup_closed' } });
});

test.each([
  ['no invitation', undefined],
  ['a text that is none', 'please'],
  ['an unknown one', makeSecretToken('invitation')],
  ['a token of another kind', makeSecretToken('api')],
])('while sign-up is closed, %s makes no account', async (_, invitation) => {
  const answer = await browse(api).send('POST', '/api/v1/accounts', { email: 'c@example.com', password, invitation });
  expect(answer).toMatchObject({ status: 403, body: { code: 'signup_closed' } });
});

test('an invitation that is over or was taken back opens nothing', async () => {
  const [over, back] = [await invite(), await invite()];
  await api.database.pool.query('update invitations set expires_at = now() where id = $1', [over.id]);
  expect((await api.send('DELETE', `/api/v1/invitations/${back.id}`)).status).toBe(204);
  expect((await api.send('DELETE', `/api/v1/invitations/${back.id}`)).status).toBe(404);
  for (const { token, path } of [over, back]) {
    const body = { email: 'd@example.com', password, invitation: token };
    expect((await browse(api).send('POST', '/api/v1/accounts', body)).status).toBe(403);
    expect((await browse(api).send('GET', path)).status).toBe(403);
  }
});

test('two who use one invitation at once: one wins', async () => {
  const { token } = await invite();
  const answers = await Promise.all(
    ['e', 'f', 'g'].map((name) =>
      browse(api).send('POST', '/api/v1/accounts', { email: `${name}@once.example`, password, invitation: token }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403]);
  const { rows } = await api.database.pool.query(`select from users where email like '%@once.example'`);
  expect(rows).toHaveLength(1);
});

test('an address that has an account does not use an invitation up', async () => {
  const { email } = await addPerson(api);
  const { token } = await invite();
  const body = { email: email.toUpperCase(), password, invitation: token };
  const taken = await browse(api).send('POST', '/api/v1/accounts', body);
  expect(taken).toMatchObject({ status: 409, body: { code: 'conflict' } });
  const other = { ...body, email: 'h@example.com' };
  expect((await browse(api).send('POST', '/api/v1/accounts', other)).status).toBe(201);
});

test('only the owner of the server invites', async () => {
  const { id } = await addPerson(api);
  const authorization = `Bearer ${await addToken(api, id, ['read', 'write', 'admin'])}`;
  expect(await api.send('POST', '/api/v1/invitations', undefined, { authorization })).toMatchObject({
    status: 403,
    body: { code: 'forbidden' },
  });
});

test('the page behind an invitation makes the account, says what is wrong, and shows nothing unescaped', async () => {
  const { path } = await invite();
  const page = await browse(api).send('GET', path);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.body).toContain('<form method="post">');
  // in the words of browsers: from this page, and `Origin: null` where the referrer is hidden
  const headers = { ...form, 'sec-fetch-site': 'same-origin', origin: 'null' };
  const bad = await browse(api).send('POST', path, 'email=a%3Cb&password=short&name=&time_zone=Mars', headers);
  expect(bad).toMatchObject({ status: 400 });
  expect(bad.body).toMatch(/role="alert">email must be an e-mail address; password .*10 characters; time_zone must be/);
  const good = `email=${encodeURIComponent("o'hara&co@example.com")}&password=${password}&name=&time_zone=`;
  const made = await browse(api).send('POST', path, good, headers);
  expect(made).toMatchObject({ status: 201, body: expect.stringContaining("o'hara&amp;co@example.com is made") });
  expect((await browse(api).send('GET', path)).body).toContain('was used, or is over');
});

test('while sign-up is open, anybody makes an account', async () => {
  const open = await startApi({ SIGNUP: 'open' }, api.database);
  const made = await browse(open).send('POST', '/api/v1/accounts', { email: 'open@example.com', password });
  expect(made).toMatchObject({ status: 201, body: { name: null, time_zone: 'UTC' } });
  await open.close();
});

test('an account is changed by a merge patch, within quiet hours too', async () => {
  const person = await addPerson(api);
  await person.signIn();
  const patch = async (change: unknown) => (await person.send('PATCH', '/api/v1/me', change)).body;
  expect(await patch({ name: 'Zoë 🦉', time_zone: 'Asia/Kathmandu', default_reminder_time: '07:30' })).toMatchObject({
    name: 'Zoë 🦉',
    time_zone: 'Asia/Kathmandu',
    default_reminder_time: '07:30',
  });
  expect(await patch({ quiet_hours: { start: '22:00', end: '07:00' } })).toMatchObject({
    name: 'Zoë 🦉',
    quiet_hours: { start: '22:00', end: '07:00' },
  });
  expect((await patch({ quiet_hours: { end: '08:00' } })).quiet_hours).toEqual({ start: '22:00', end: '08:00' });
  expect(await patch({ quiet_hours: null, name: null })).toMatchObject({ quiet_hours: null, name: null });
});

test.each([
  ['/time_zone', { time_zone: 'Europe/Bonn' }],
  ['/time_zone', { time_zone: '+01:00' }],
  ['/default_reminder_time', { default_reminder_time: '24:00' }],
  ['/default_reminder_time', { default_reminder_time: null }],
  ['/name', { name: '' }],
  ['/name', { name: 'a\0' }],
  ['/email', { email: 'a@example.com' }],
  ['/quiet_hours/end', { quiet_hours: { start: '22:00' } }],
  ['/quiet_hours/start', { quiet_hours: { end: '22:00' } }],
  ['/quiet_hours/end', { quiet_hours: { start: '22:00', end: '22:00' } }],
  ['/quiet_hours/until', { quiet_hours: { until: '22:00' } }],
])('%s is refused in %j', async (pointer, change) => {
  const before = (await api.send('GET', '/api/v1/me')).body;
  expect(await api.send('PATCH', '/api/v1/me', change)).toMatchObject({
    status: 400,
    body: { errors: [{ in: 'body', pointer }] },
  });
  expect((await api.send('GET', '/api/v1/me')).body).toEqual(before);
});

test('changing the password needs the current one, and ends every other session', async () => {
  const person = await addPerson(api);
  await person.signIn();
  const elsewhere = browse(api, person.email);
  await elsewhere.signIn();
  const token = await addToken(api, person.id, ['read']);
  const next = 'an entirely different one';
  const wrong = await person.send('PUT', '/api/v1/me/password', { current_password: 'no', password: next });
  expect(wrong).toMatchObject({ status: 403, body: { code: 'wrong_password' } });
  expect((await person.send('PUT', '/api/v1/me/password', { password: next })).status).toBe(403);
  const right = { current_password: password, password: next };
  expect((await person.send('PUT', '/api/v1/me/password', right)).status).toBe(204);
  expect((await person.send('GET', '/api/v1/me')).status).toBe(200);
  expect((await elsewhere.send('GET', '/api/v1/me')).status).toBe(401);
  expect((await api.send('GET', '/api/v1/me', undefined, { authorization: `Bearer ${token}` })).status).toBe(200);
  expect((await elsewhere.signIn(password)).status).toBe(401);
  expect((await elsewhere.signIn(next)).status).toBe(201);
});

test('of two who change one password at once, one wins', async () => {
  const person = await addPerson(api);
  await person.signIn();
  const answers = await Promise.all(
    ['one of two passwords', 'the other of the two'].map((next) =>
      person.send('PUT', '/api/v1/me/password', { current_password: password, password: next }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
});

test('an owner without a password chooses the first one with the token alone', async () => {
  await api.database.pool.query(`update users set email = 'owner@example.com' where id = 1`);
  expect((await api.send('PUT', '/api/v1/me/password', { password })).status).toBe(204);
  expect((await browse(api, 'owner@example.com').signIn()).status).toBe(201);
  expect((await api.send('PUT', '/api/v1/me/password', { password: 'another one entirely' })).status).toBe(403);
});

/** How many rows each table has that belong to an account. */
async function rowsOf(accountId: number): Promise<Record<string, number>> {
  const { rows } = await api.database.pool.query<{ name: string }>(`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'user_id' union select 'users'`);
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    const key = name === 'users' ? 'id' : 'user_id';
    const { rows: found } = await api.database.pool.query(`select from ${name} where ${key} = $1`, [accountId]);
    if (found.length > 0) counts[name] = found.length;
  }
  return counts;
}

/** An account with something in every table. */
async function addBusyPerson() {
  const person = await addPerson(api);
  await person.signIn();
  const due_date = new Date(Date.now() + 1000).toISOString();
  for (let i = 0; i < 3; i += 1) await person.send('POST', '/api/v1/todos', { description: 'mine', due_date });
  await person.send('POST', '/api/v1/channels', { kind: 'webhook', name: 'a', url: 'http://127.0.0.1:9/' });
  await person.send('POST', '/api/v1/tokens', { name: 'a', scopes: ['read'] });
  await person.send('POST', '/api/v1/password-resets', { email: person.email });
  await api.database.pool.query(
    `insert into deliveries (user_id, kind, reminder_id, generation, channel_id, webhook_id, scheduled_for, fired_at, next_at)
     select r.user_id, 'reminder', r.id, 1, c.id, r.key, now(), now(), now()
     from reminders r join channels c using (user_id) where user_id = $1`,
    [person.id],
  );
  await api.database.pool.query(
    `insert into invitations (user_id, token_hash, expires_at) values ($1, sha256($2::bytea), now() + interval '1 day')`,
    [person.id, person.email],
  );
  return person;
}

test('deleting an account needs its password, and removes every row of it and of nobody else', async () => {
  const [person, other] = [await addBusyPerson(), await addBusyPerson()];
  const before = await rowsOf(other.id);
  const tables = await rowsOf(person.id);
  expect(Object.keys(tables).sort()).toEqual(Object.keys(before).sort());
  expect(Object.keys(tables).length).toBeGreaterThan(9);

  expect(await person.send('DELETE', '/api/v1/me', { password: 'wrong' })).toMatchObject({
    status: 403,
    body: { code: 'wrong_password' },
  });
  expect(await rowsOf(person.id)).toEqual(tables);
  expect((await person.send('DELETE', '/api/v1/me', { password })).status).toBe(204);
  expect(await rowsOf(person.id)).toEqual({});
  expect(await rowsOf(other.id)).toEqual(before);
  expect((await person.send('GET', '/api/v1/me')).status).toBe(401);
  expect((await person.signIn()).status).toBe(401);
});

test('an account with thousands of parts of one todo is deleted some of them at a time', async () => {
  const person = await addPerson(api);
  await person.signIn();
  const { pool } = api.database;
  await pool.query(
    `with whole as (insert into todos (user_id, completed, description) values ($1, false, 'whole') returning id)
     insert into todos (user_id, completed, description, parent_id)
     select $1, false, 'part', id from whole, generate_series(1, 5500)`,
    [person.id],
  );
  const most = await largestStatement(pool, 'delete on todos', async () => {
    expect((await person.send('DELETE', '/api/v1/me', { password })).status).toBe(204);
  });
  expect(most).toBe(5000);
  expect(await rowsOf(person.id)).toEqual({});
});

test('the owner’s account stays', async () => {
  await api.database.pool.query('update users set password_hash = $1 where id = 1', [cheapHash(password)]);
  expect(await api.send('DELETE', '/api/v1/me', { password })).toMatchObject({
    status: 403,
    body: { code: 'forbidden' },
  });
});

test('an account deleted elsewhere is not known any more, though its token was a moment ago', async () => {
  const replica = await startApi({}, api.database);
  const person = await addPerson(api);
  const authorization = `Bearer ${await addToken(api, person.id, ['read', 'write'])}`;
  expect((await replica.sendBare('GET', '/api/v1/me', undefined, { authorization })).status).toBe(200);
  await api.database.pool.query('delete from users where id = $1', [person.id]);
  const answers = await Promise.all([
    replica.sendBare('GET', '/api/v1/me', undefined, { authorization }),
    replica.sendBare('PATCH', '/api/v1/me', { name: 'a' }, { authorization }),
    replica.sendBare('POST', '/api/v1/todos', { description: 'a' }, { authorization }),
  ]);
  for (const { status } of answers) expect(status).toBe(401);
  await replica.close();
});

test('what an interrupted deletion left is deleted by the next api that starts', async () => {
  const person = await addBusyPerson();
  await api.database.pool.query('update users set deleted_at = now() where id = $1', [person.id]);
  // also at once by two
  const replicas = await Promise.all([startApi({}, api.database), startApi({}, api.database)]);
  await until('the account is gone', async () => Object.keys(await rowsOf(person.id)).length === 0);
  for (const replica of replicas) await replica.close();
});
