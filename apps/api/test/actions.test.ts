import type { LinkedAction } from 'db';
import { hashToken, makeSecretToken } from 'db/sql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, startApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const due = '2126-01-01T09:00:00.000Z';

const addTodo = async (more: object = {}): Promise<number> =>
  (await api.send('POST', '/api/v1/todos', { description: 'water <the> plants', due_date: due, ...more })).body.id;

const readTodo = async (id: number) => (await api.send('GET', `/api/v1/todos/${id}`)).body;

const addChannel = async (channel: object = { kind: 'ntfy', url: 'http://a/', topic: 'a' }): Promise<number> =>
  (await api.send('POST', '/api/v1/channels', { name: 'mine', ...channel })).body.id;

const readChannel = async (id: number) => (await api.send('GET', `/api/v1/channels/${id}`)).body;

/** A link as the worker makes it; answers its path. */
async function link(
  action: LinkedAction,
  { todo, channel, dueDate = due, hours = 1 }: { todo?: number; channel?: number; dueDate?: string; hours?: number },
): Promise<string> {
  const token = makeSecretToken('action');
  await api.database.pool.query(
    `insert into action_links (user_id, token_hash, action, todo_id, due_date, channel_id, expires_at)
     values (1, $1, $2, $3, $4, $5, now() + $6 * interval '1 hour')`,
    [hashToken(token), action, todo, todo && dueDate, channel, hours],
  );
  return `/api/v1/actions/${token}`;
}

/** The title of a page, which has to be one. */
function titleOf({ status, headers, body }: Answer): string {
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  return /<h1>(.*)<\/h1>/.exec(body)?.[1] ?? '';
}

const open = (path: string) => api.sendBare('GET', path);
const post = (path: string, body?: string, headers: Record<string, string> = body === undefined ? {} : form) =>
  api.sendBare('POST', path, body, headers);

test('a link shows what it does, and does it when its button is pressed', async () => {
  const id = await addTodo();
  const path = await link('done', { todo: id });
  const page = await open(path);
  expect(titleOf(page)).toBe('Is it done?');
  expect(page.body).toContain('water &lt;the&gt; plants');
  expect(page.body).toContain('<form method="post">');
  // programs that look through mail follow links
  expect((await readTodo(id)).completed).toBe(false);

  const first = await post(path, '');
  expect(titleOf(first)).toBe('Done');
  expect((await readTodo(id)).completed).toBe(true);
  // twice is as good as once
  const second = await post(path, '');
  expect(second).toMatchObject({ status: 200, body: first.body });
  expect((await open(path)).body).toBe(first.body);
});

test('a link is about one occurrence, and completes no other', async () => {
  const id = await addTodo({ recurrence: 'FREQ=DAILY' });
  const path = await link('done', { todo: id });
  const answers = await Promise.all(Array.from({ length: 5 }, () => post(path)));
  expect(answers.map(titleOf)).toEqual(Array(5).fill('Done'));
  expect(await readTodo(id)).toMatchObject({ completed: false, due_date: '2126-01-02T09:00:00.000Z' });
  expect(titleOf(await post(path))).toBe('Done');
  expect((await readTodo(id)).due_date).toBe('2126-01-02T09:00:00.000Z');
});

test('a message that is out of date says so, and changes nothing', async () => {
  const moved = await addTodo();
  const paths = [await link('done', { todo: moved }), await link('snooze', { todo: moved })];
  await api.send('PATCH', `/api/v1/todos/${moved}`, { due_date: '2126-02-01T09:00:00Z' });
  const before = await readTodo(moved);
  const trashed = await addTodo();
  paths.push(await link('done', { todo: trashed }));
  await api.send('DELETE', `/api/v1/todos/${trashed}`);
  for (const path of paths) {
    expect(titleOf(await open(path))).toBe('Not any more');
    expect(titleOf(await post(path))).toBe('Not any more');
  }
  expect(await readTodo(moved)).toEqual(before);
  const done = await addTodo({ completed: true });
  expect(titleOf(await post(await link('snooze', { todo: done })))).toBe('It is done');
});

test('a snooze lets the todo ring again after the time of its button, an hour without one, and silences nothing', async () => {
  const id = await addTodo({ reminders: [{ before: '-P1D' }, { before: 'PT0S' }] });
  const path = await link('snooze', { todo: id });
  const wait = async () => (Date.parse((await readTodo(id)).snoozed_until) - Date.now()) / 60_000;
  expect(titleOf(await post(path))).toBe('It rings again');
  expect(await wait()).toBeCloseTo(60, 0);
  expect(titleOf(await post(path, 'duration=PT3H'))).toBe('It rings again');
  expect(await wait()).toBeCloseTo(180, 0);
  const { body } = await api.send('GET', `/api/v1/reminders?todo_id=${id}`);
  expect(body.data.map(({ trigger }: { trigger: string }) => trigger)).toEqual(['snooze', '-P1D', 'PT0S']);
});

test('a snooze offers how long, and takes no nonsense', async () => {
  const path = await link('snooze', { todo: await addTodo() });
  const page = await open(path);
  expect(titleOf(page)).toBe('Ring again later');
  const durations = [...page.body.matchAll(/name="duration" value="(\w+)"/g)].map(([, duration]) => duration);
  expect(durations).toEqual(['PT15M', 'PT1H', 'PT3H', 'P1D']);
  for (const duration of ['soon', 'P', 'PT', '-PT1H'])
    expect((await post(path, `duration=${duration}`)).status).toBe(400);
});

test('an address is confirmed by its link, once and for all', async () => {
  const id = await addChannel({ kind: 'email', address: 'me@example.com' });
  const path = await link('confirm', { channel: id });
  const page = await open(path);
  expect(titleOf(page)).toBe('Confirm the address');
  expect(page.body).toContain('me@example.com');
  expect((await readChannel(id)).confirmed_at).toBeNull();
  expect(titleOf(await post(path, ''))).toBe('Confirmed');
  const { confirmed_at } = await readChannel(id);
  expect(confirmed_at).not.toBeNull();
  expect(titleOf(await post(path, ''))).toBe('Confirmed');
  expect((await readChannel(id)).confirmed_at).toBe(confirmed_at);
});

const part = '--x\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n';

test.each<[string, string | undefined, Record<string, string>]>([
  ['a form', 'List-Unsubscribe=One-Click', form],
  ['a form in parts', part, { 'content-type': 'multipart/form-data; boundary=x' }],
  ['nothing', undefined, {}],
  ['text', 'List-Unsubscribe=One-Click', { 'content-type': 'text/plain' }],
  [
    'what another site makes a browser send',
    '',
    { ...form, origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' },
  ],
])('mail programs unsubscribe with one click (RFC 8058), by %s', async (_, body, headers) => {
  const id = await addChannel();
  const { body: queued } = await api.send('POST', `/api/v1/channels/${id}/test`);
  const path = await link('unsubscribe', { channel: id });
  expect(titleOf(await open(path))).toBe('Send nothing more');
  expect(titleOf(await post(path, body, headers))).toBe('Nothing more is sent');
  expect(await readChannel(id)).toMatchObject({
    enabled: false,
    disabled_reason: 'unsubscribed by a link in a message',
  });
  expect((await api.send('GET', `/api/v1/deliveries/${queued.id}`)).body.state).toBe('cancelled');
  expect(titleOf(await open(path))).toBe('Nothing more is sent');
});

test('an address that unsubscribed is confirmed anew before anything rings there', async () => {
  const id = await addChannel({ kind: 'email', address: 'again@example.com' });
  await post(await link('confirm', { channel: id }), '');
  await post(await link('unsubscribe', { channel: id }), '');
  const { body } = await api.send('PATCH', `/api/v1/channels/${id}`, { enabled: true });
  expect(body).toMatchObject({ enabled: true, confirmed_at: null });
  expect((await api.send('POST', `/api/v1/channels/${id}/test`)).status).toBe(409);
});

test('who unsubscribes from a channel that is switched off stays unsubscribed when it is switched on', async () => {
  const id = await addChannel({ kind: 'email', address: 'off@example.com' });
  await post(await link('confirm', { channel: id }), '');
  await api.send('PATCH', `/api/v1/channels/${id}`, { enabled: false });
  const path = await link('unsubscribe', { channel: id });
  expect(titleOf(await open(path))).toBe('Send nothing more');
  expect(titleOf(await post(path, ''))).toBe('Nothing more is sent');
  expect(titleOf(await open(path))).toBe('Nothing more is sent');
  const { body } = await api.send('PATCH', `/api/v1/channels/${id}`, { enabled: true });
  expect(body.confirmed_at).toBeNull();
});

test('a link that is over, mistyped, not known, or of something that is gone leads nowhere', async () => {
  const todo = await addTodo();
  const good = await link('done', { todo });
  const channel = await addChannel();
  const gone = await link('unsubscribe', { channel });
  await api.send('DELETE', `/api/v1/channels/${channel}`);
  for (const path of [
    await link('done', { todo, hours: -1 }),
    good.slice(0, -1),
    `/api/v1/actions/${makeSecretToken('action')}`,
    gone,
  ]) {
    for (const answer of [await open(path), await post(path)]) {
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.body).toContain('The link is not known, or is over.');
    }
  }
  expect((await readTodo(todo)).completed).toBe(false);
  await api.database.pool.query('update users set disabled_at = now() where id = 1');
  expect((await post(good)).status).toBe(404);
  await api.database.pool.query('update users set disabled_at = null where id = 1');
});

test('who guesses at links is sent away', async () => {
  const limited = await startApi({ RATE_LIMIT: 20 }, api.database);
  const path = await link('done', { todo: await addTodo() });
  const from = { 'x-forwarded-for': '192.0.2.77' };
  const statuses = new Set<number>();
  for (let i = 0; i < 25; i += 1)
    statuses.add(
      (await limited.sendBare('POST', `/api/v1/actions/${makeSecretToken('action')}`, undefined, from)).status,
    );
  expect(statuses).toEqual(new Set([404, 429]));
  expect((await limited.sendBare('GET', path, undefined, from)).status).toBe(429);
  expect((await limited.sendBare('GET', path, undefined, { 'x-forwarded-for': '192.0.2.78' })).status).toBe(200);
  await limited.close();
});

test('links that are being made for messages hold up no edit of their todos', async () => {
  const part = await addTodo();
  const whole = await addTodo();
  await api.send('PATCH', `/api/v1/todos/${part}`, { parent_id: whole });
  const worker = await api.database.pool.connect();
  try {
    await worker.query('begin');
    await worker.query(
      `insert into action_links (user_id, token_hash, action, todo_id, expires_at)
       select 1, sha256(id::text::bytea), 'done', id, now() from todos where id = any($1) order by id`,
      [[part, whole]],
    );
    expect(
      (await api.send('PATCH', `/api/v1/todos/${whole}`, { completed: true, complete_children: true })).status,
    ).toBe(200);
    expect((await readTodo(part)).completed).toBe(true);
    await worker.query('commit');
  } finally {
    worker.release();
  }
});

test('an invitation goes out by mail, and nobody else sees its link', async () => {
  const { status, body } = await api.send('POST', '/api/v1/invitations', { email: 'new@example.com' });
  expect(status).toBe(201);
  expect(body).toMatchObject({ email: 'new@example.com', link: null, token: null });
  const { rows } = await api.database.pool.query(
    `select i.token_hash, d.kind, d.lane, d.state, d.recipient
     from invitations i join deliveries d on d.user_id = i.user_id and d.invitation_id = i.id where i.id = $1`,
    [body.id],
  );
  expect(rows).toEqual([
    { token_hash: null, kind: 'account', lane: 'email', state: 'queued', recipient: 'new@example.com' },
  ]);
  const { data } = (await api.send('GET', '/api/v1/invitations')).body;
  expect(data).toEqual([expect.objectContaining({ id: body.id, email: 'new@example.com' })]);
  expect((await api.send('DELETE', `/api/v1/invitations/${body.id}`)).status).toBe(204);
  const shown = await api.send('POST', '/api/v1/invitations');
  expect(shown.body).toMatchObject({ email: null, link: expect.stringContaining(shown.body.token) });
});
