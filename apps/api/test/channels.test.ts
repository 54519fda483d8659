import { randomUUID } from 'node:crypto';
import type { PreviousSecret } from 'db';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { addPerson, addToken } from './person.ts';

const channels = '/api/v1/channels';
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const webhook = { kind: 'webhook', name: 'my server', url: 'http://127.0.0.1:9999/hook' };
const ntfy = { kind: 'ntfy', name: 'my phone', url: 'https://ntfy.sh', topic: 'my-todos' };
const email = () => ({ kind: 'email', name: 'my mail', address: `${randomUUID().slice(0, 8)}@example.com` });

const nothing = {
  url: null,
  address: null,
  topic: null,
  has_token: null,
  enabled: true,
  disabled_reason: null,
  confirmed_at: null,
  list_ids: null,
  digest_at: null,
  failing_since: null,
};

/** Adds a channel and answers its path and what was answered. */
async function add(channel: object) {
  const { status, headers, body } = await api.send('POST', channels, channel);
  expect(status).toBe(201);
  return { path: headers.get('location') ?? '', channel: body };
}

const addList = async () => (await api.send('POST', '/api/v1/lists', { name: randomUUID() })).body.id;

async function queuedFor(channelId: number) {
  const { body } = await api.send('GET', `/api/v1/deliveries?channel_id=${channelId}&state=queued`);
  return body.data;
}

async function confirm(id: number): Promise<void> {
  await api.database.pool.query(
    `with cancelled as (update deliveries set state = 'cancelled' where channel_id = $1)
     update channels set confirmed_at = now() where id = $1`,
    [id],
  );
}

test('a channel shows its secret once, when it is added', async () => {
  const added = await api.send('POST', channels, webhook);
  expect(added.status).toBe(201);
  const { secret, ...channel } = added.body;
  expect(channel).toEqual({
    ...nothing,
    ...webhook,
    id: expect.any(Number),
    quiet_hours: 'none',
    created_at: expect.any(String),
  });
  // Standard Webhooks 1.0: 24 to 64 bytes
  expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);

  const path = added.headers.get('location') ?? '';
  expect((await api.send('GET', path)).body).toEqual(channel);
  expect((await api.send('GET', channels)).body).toEqual({ data: [channel], next_cursor: null });
  expect((await api.send('DELETE', path)).status).toBe(204);
  expect((await api.send('GET', path)).status).toBe(404);
  expect((await api.send('DELETE', path)).status).toBe(404);
});

test('an ntfy topic never shows its token', async () => {
  const { path, channel } = await add({ ...ntfy, token: 'tk_of_mine' });
  expect(channel).toMatchObject({
    ...ntfy,
    url: 'https://ntfy.sh/',
    has_token: true,
    secret: null,
    quiet_hours: 'account',
  });
  expect(JSON.stringify(channel)).not.toContain('tk_of_mine');
  expect((await api.send('PATCH', path, { token: null })).body).toMatchObject({ has_token: false });
  expect((await api.send('PATCH', path, { token: 'tk_2', topic: 'other', url: 'http://a' })).body).toMatchObject({
    has_token: true,
    topic: 'other',
    url: 'http://a/',
  });
});

test('an e-mail address is sent a link, and nothing else until it is followed', async () => {
  const wanted = email();
  const { path, channel } = await add({ ...wanted, digest_at: '07:30', quiet_hours: { start: '22:00', end: '06:00' } });
  expect(channel).toMatchObject({
    ...wanted,
    confirmed_at: null,
    digest_at: '07:30',
    quiet_hours: { start: '22:00', end: '06:00' },
  });
  const [message, ...more] = await queuedFor(channel.id);
  expect(more).toEqual([]);
  expect(message).toMatchObject({ kind: 'account', lane: 'email', recipient: wanted.address, reminder_id: null });
  expect((await api.send('POST', `${path}/test`)).status).toBe(409);

  // while it waits there is no second one
  const again = await api.send('POST', `${path}/confirmation`);
  expect(again).toMatchObject({ status: 202, body: { id: message.id } });
  expect(again.headers.get('location')).toBe(`/api/v1/deliveries/${message.id}`);
  await api.database.pool.query(`update deliveries set state = 'failed' where id = $1`, [message.id]);
  const { status, body } = await api.send('POST', `${path}/confirmation`);
  expect(status).toBe(202);
  expect(body.id).toBeGreaterThan(message.id);
  await confirm(channel.id);
  expect((await api.send('POST', `${path}/confirmation`)).status).toBe(409);
});

test('nobody gets heaps of mail because somebody types their address in', async () => {
  const { address } = email();
  const statuses = [];
  for (const written of [address, address.toUpperCase(), address, address])
    statuses.push((await api.send('POST', channels, { ...email(), address: written })).status);
  expect(statuses).toEqual([201, 201, 201, 429]);
  const other = `Bearer ${await addToken(api, (await addPerson(api)).id, ['write'])}`;
  expect(await api.send('POST', channels, { ...email(), address }, { authorization: other })).toMatchObject({
    status: 429,
  });
});

test('an account can have ten links sent in an hour, wherever to', async () => {
  const authorization = `Bearer ${await addToken(api, (await addPerson(api)).id, ['write'])}`;
  const statuses = [];
  for (let i = 0; i < 11; i += 1) statuses.push((await api.send('POST', channels, email(), { authorization })).status);
  expect(statuses).toEqual([...Array(10).fill(201), 429]);
});

test('where the server has no mail, it says so', async () => {
  const silent = await startApi({ SMTP_URL: '' }, api.database);
  for (const [path, body] of [
    [channels, email()],
    ['/api/v1/invitations', { email: 'a@example.com' }],
  ] as const) {
    const answer = await silent.send('POST', path, body);
    expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(answer.body.detail).toContain('SMTP_URL');
  }
  expect((await silent.send('POST', channels, ntfy)).status).toBe(201);
  await silent.close();
});

test('a channel rings for its lists, and never for all because one of them is gone', async () => {
  const [one, two] = [await addList(), await addList()];
  const { path, channel } = await add({ ...ntfy, list_ids: [two, one, two] });
  expect(channel.list_ids).toEqual([one, two]);
  expect((await api.send('PATCH', path, { list_ids: [two] })).body.list_ids).toEqual([two]);
  expect((await api.send('PATCH', path, { name: 'another' })).body.list_ids).toEqual([two]);
  expect((await api.send('PATCH', path, { list_ids: [two, 987654321] })).status).toBe(404);
  expect((await api.send('DELETE', `/api/v1/lists/${two}?todos=move`)).status).toBe(204);
  expect((await api.send('GET', path)).body.list_ids).toEqual([]);
  expect((await api.send('PATCH', path, { list_ids: null })).body.list_ids).toBeNull();
  const elsewhere = await api.send('POST', channels, { ...webhook, list_ids: [987654321] });
  expect(elsewhere).toMatchObject({ status: 404, body: { detail: 'There is no list 987654321.' } });
});

test('a patch changes what it names, and what the kind has', async () => {
  const hook = await add(webhook);
  const mail = await add(email());
  const phone = await add(ntfy);
  for (const [path, change, pointer] of [
    [hook.path, { topic: 'a' }, '/topic'],
    [hook.path, { token: null }, '/token'],
    [hook.path, { digest_at: '07:00' }, '/digest_at'],
    [hook.path, { quiet_hours: 'account' }, '/quiet_hours'],
    [mail.path, { url: 'http://a/' }, '/url'],
    [mail.path, { address: 'b@example.com' }, '/address'],
    [mail.path, { quiet_hours: { start: '22:00' } }, '/quiet_hours/end'],
    [phone.path, { digest_at: null }, '/digest_at'],
    [phone.path, { quiet_hours: 5 }, '/quiet_hours'],
    [phone.path, { topic: 'a b' }, '/topic'],
  ] as const) {
    const answer = await api.send('PATCH', path, change);
    expect(answer, JSON.stringify(change)).toMatchObject({ status: 400, body: { errors: [{ in: 'body', pointer }] } });
  }
  const { secret, ...shown } = mail.channel;
  expect((await api.send('GET', mail.path)).body).toEqual(shown);
  const quiet_hours = { start: '22:00', end: '07:00' };
  expect((await api.send('PATCH', mail.path, { quiet_hours, digest_at: '08:00' })).body).toEqual({
    ...shown,
    quiet_hours,
    digest_at: '08:00',
  });
  expect((await api.send('PATCH', mail.path, { quiet_hours: { end: '06:30' }, digest_at: null })).body).toEqual({
    ...shown,
    quiet_hours: { start: '22:00', end: '06:30' },
  });
  expect((await api.send('PATCH', mail.path, { quiet_hours: 'account' })).body).toEqual(shown);
  expect((await api.send('PATCH', hook.path, { url: 'https://example.com' })).body.url).toBe('https://example.com/');
  expect((await api.send('PATCH', `${channels}/987654321`, { name: 'a' })).status).toBe(404);
});

test('switching a channel off cancels what is queued; switched on again, it begins anew', async () => {
  const { path, channel } = await add(webhook);
  const queued = await api.send('POST', `${path}/test`);
  await api.database.pool.query('update channels set failing_since = now() where id = $1', [channel.id]);
  expect((await api.send('PATCH', path, { enabled: false })).body).toMatchObject({
    enabled: false,
    disabled_reason: 'switched off',
    failing_since: expect.any(String),
  });
  expect((await api.send('GET', queued.headers.get('location') ?? '')).body).toMatchObject({ state: 'cancelled' });
  expect(await api.send('POST', `${path}/test`)).toMatchObject({
    status: 409,
    body: { detail: `Channel ${channel.id} is disabled: switched off.` },
  });
  expect((await api.send('PATCH', path, { enabled: true })).body).toMatchObject({
    enabled: true,
    disabled_reason: null,
    failing_since: null,
  });
  expect((await api.send('POST', `${path}/test`)).status).toBe(202);
});

async function previousSecrets(id: number): Promise<PreviousSecret[]> {
  const { rows } = await api.database.pool.query<{ previous_secrets: PreviousSecret[] }>(
    'select previous_secrets from channels where id = $1',
    [id],
  );
  return rows[0]?.previous_secrets ?? [];
}

test('a new secret is shown once, and the old one is good for another day', async () => {
  const { path, channel } = await add(webhook);
  const key = { 'idempotency-key': randomUUID() };
  const { status, body } = await api.send('POST', `${path}/rotate-secret`, undefined, key);
  expect(status).toBe(200);
  expect(body).toEqual({ ...channel, secret: expect.stringMatching(/^whsec_/) });
  expect(body.secret).not.toBe(channel.secret);
  expect((await api.send('POST', `${path}/rotate-secret`, undefined, key)).body).toEqual({ ...body, secret: null });
  const [previous] = await previousSecrets(channel.id);
  expect(previous?.secret).toBe(channel.secret);
  expect((Date.parse(previous?.until ?? '') - Date.now()) / 3_600_000).toBeCloseTo(24, 1);
  const phone = await add(ntfy);
  expect((await api.send('POST', `${phone.path}/rotate-secret`)).status).toBe(409);
});

test('no secret stops signing within its day, however often it is changed', async () => {
  const { path, channel } = await add(webhook);
  const rotate = async () => (await api.send('POST', `${path}/rotate-secret`)).body.secret;
  const second = await rotate();
  const third = await rotate();
  expect(await previousSecrets(channel.id)).toMatchObject([{ secret: channel.secret }, { secret: second }]);
  await api.database.pool.query(
    `update channels set previous_secrets = jsonb_set(previous_secrets, '{0,until}', to_jsonb(now() - interval '1 second'))
     where id = $1`,
    [channel.id],
  );
  await rotate();
  expect(await previousSecrets(channel.id)).toMatchObject([{ secret: second }, { secret: third }]);
});

test('a secret is changed 10 times a day', async () => {
  const { path } = await add(webhook);
  const statuses: number[] = [];
  for (let i = 0; i < 11; i += 1) statuses.push((await api.send('POST', `${path}/rotate-secret`)).status);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
});

test('a test is queued in the lane of the channel, and the worker is woken', async () => {
  const listener = new pg.Client({ connectionString: api.database.url });
  await listener.connect();
  await listener.query('listen reminder_due');
  const woken = new Promise((resolve) => listener.once('notification', resolve));
  const { path, channel } = await add(ntfy);
  const { status, headers, body } = await api.send('POST', `${path}/test`);
  expect(status).toBe(202);
  expect(body).toMatchObject({
    kind: 'test',
    lane: 'ntfy',
    channel_id: channel.id,
    state: 'queued',
    attempts: 0,
    webhook_id: expect.stringMatching(/^[-0-9a-f]{36}$/),
  });
  await woken;
  await listener.end();
  expect((await api.send('GET', headers.get('location') ?? '')).body).toEqual({ ...body, attempts_made: [] });
});

test('an account has 100 channels at most, however many are added at once', async () => {
  const { id } = await addPerson(api);
  const authorization = `Bearer ${await addToken(api, id, ['write'])}`;
  await api.database.pool.query(
    `insert into channels (user_id, kind, name, url, topic) select $1, 'ntfy', n::text, 'http://a/', 'a' from generate_series(1, 98) n`,
    [id],
  );
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => api.send('POST', channels, ntfy, { authorization })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409, 409]);
});

test('a token goes to no other server than the one it was given for', async () => {
  const { body } = await api.send('POST', '/api/v1/channels', {
    kind: 'ntfy',
    name: 'phone',
    url: 'https://ntfy.example.com',
    topic: 'mine',
    token: 'tk_secret',
  });
  const path = `/api/v1/channels/${body.id}`;
  expect((await api.send('PATCH', path, { url: 'https://ntfy.example.com/', topic: 'other' })).body.has_token).toBe(
    true,
  );
  expect((await api.send('PATCH', path, { url: 'https://elsewhere.example.com' })).body.has_token).toBe(false);
  const given = await api.send('PATCH', path, { url: 'https://ntfy.example.com', token: 'tk_secret' });
  expect(given.body.has_token).toBe(true);
});
