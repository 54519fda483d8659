import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';

const deliveries = '/api/v1/deliveries';
let api: TestApi;
/** a todo that has rung at a channel, with the ids of all that */
let todoId: number;
let reminderId: number;
let channelId: number;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

beforeEach(async () => {
  await api.database.pool.query('truncate deliveries, channels, rate_limits cascade');
  channelId = (await api.send('POST', '/api/v1/channels', { kind: 'webhook', name: 'a', url: 'http://a/' })).body.id;
  ({ todoId, reminderId } = await ring());
});

/** A todo that has rung, and its reminder. */
async function ring(): Promise<{ todoId: number; reminderId: number }> {
  const todo = { description: 'ring', due_date: '2126-01-01T09:00:00Z' };
  const { id } = (await api.send('POST', '/api/v1/todos', todo)).body;
  const { rows } = await api.database.pool.query(
    `update reminders set state = 'fired', fired_at = now() where todo_id = $1 returning id::float8 as id`,
    [id],
  );
  return { todoId: id, reminderId: rows[0].id };
}

type Columns = Record<string, unknown>;

/** Writes a failed delivery of the reminder at the channel, or what `columns` say, and answers its id. */
async function log(columns: Columns = {}): Promise<number> {
  const row = {
    user_id: 1,
    kind: 'reminder',
    reminder_id: reminderId,
    generation: 1,
    channel_id: channelId,
    webhook_id: randomUUID(),
    state: 'failed',
    attempts: 8,
    last_error: 'HTTP 500',
    scheduled_for: '2026-12-01T09:00Z',
    fired_at: '2026-12-01T09:00Z',
    next_at: '2026-12-01T09:00Z',
    ...columns,
  };
  const { rows } = await api.database.pool.query(
    `insert into deliveries (${Object.keys(row).join(', ')}) values (${Object.keys(row)
      .map((_, i) => `$${i + 1}`)
      .join(', ')})
     returning id::float8 as id`,
    Object.values(row),
  );
  return rows[0].id;
}

/** Failed tests: there may be many of them. */
async function logMany(count: number): Promise<void> {
  await api.database.pool.query(
    `insert into deliveries (user_id, kind, channel_id, webhook_id, state, scheduled_for, fired_at, next_at)
     select 1, 'test', $1, n::text, 'failed', now(), now(), now() from generate_series(1, $2) n`,
    [channelId, count],
  );
}

async function rowOf(id: number) {
  const { rows } = await api.database.pool.query('select * from deliveries where id = $1', [id]);
  return rows[0];
}

const listed = async (query: string): Promise<number[]> =>
  (await api.send('GET', `${deliveries}?${query}`)).body.data.map(({ id }: { id: number }) => id);

const redeliver = (id: number) => api.send('POST', `${deliveries}/${id}/redeliver`);

test('the delivery log is shown newest first, page by page', async () => {
  const ids: number[] = [];
  for (let generation = 1; generation <= 5; generation += 1) ids.unshift(await log({ generation }));
  const first = await api.send('GET', `${deliveries}?limit=3`);
  expect(first.body.data[0]).toEqual({
    id: ids[0],
    kind: 'reminder',
    lane: 'webhook',
    channel_id: channelId,
    recipient: null,
    reminder_id: reminderId,
    todo_id: todoId,
    digest_id: null,
    webhook_id: expect.any(String),
    state: 'failed',
    held_for: null,
    attempts: 8,
    last_error: 'HTTP 500',
    scheduled_for: '2026-12-01T09:00:00.000Z',
    fired_at: '2026-12-01T09:00:00.000Z',
    delivered_at: null,
    redelivered_at: null,
    next_attempt_at: null,
  });
  const second = await api.send('GET', `${deliveries}?limit=3&cursor=${first.body.next_cursor}`);
  expect([...first.body.data, ...second.body.data].map(({ id }) => id)).toEqual(ids);
  expect(second.body.next_cursor).toBeNull();
  // a cursor is good for the filters that it was made with
  expect((await api.send('GET', `${deliveries}?state=failed&cursor=${first.body.next_cursor}`)).status).toBe(400);
});

test('the log can be narrowed to what is looked for', async () => {
  const failed = await log();
  const delivered = await log({
    generation: 2,
    state: 'delivered',
    delivered_at: '2026-12-02T09:00Z',
    fired_at: '2026-12-02T09:00Z',
  });
  const test = await log({ kind: 'test', reminder_id: null, fired_at: '2026-12-03T09:00Z' });
  const loose = await log({ reminder_id: null, channel_id: null, state: 'cancelled', fired_at: '2026-12-04T09:00Z' });
  expect(await listed('')).toEqual([loose, test, delivered, failed]);
  expect(await listed('state=failed')).toEqual([test, failed]);
  expect(await listed('kind=test')).toEqual([test]);
  expect(await listed(`channel_id=${channelId}`)).toEqual([test, delivered, failed]);
  expect(await listed(`todo_id=${todoId}`)).toEqual([delivered, failed]);
  expect(await listed('since=2026-12-02T09:00:00Z&until=2026-12-04T09:00:00Z')).toEqual([test, delivered]);
  expect(await listed(`state=failed&kind=reminder&channel_id=${channelId}&todo_id=${todoId}`)).toEqual([failed]);
  expect(await listed('state=folded')).toEqual([]);
  for (const query of ['channel_id=987654321', 'todo_id=987654321'])
    expect((await api.send('GET', `${deliveries}?${query}`)).status).toBe(404);
  for (const query of ['state=lost', 'since=yesterday', 'kind=letter'])
    expect((await api.send('GET', `${deliveries}?${query}`)).status).toBe(400);
});

test('a delivery tells of each attempt to send it', async () => {
  const id = await log();
  await api.database.pool.query(
    `insert into delivery_attempts (user_id, delivery_id, claim, attempted_at, duration_ms, status, error, answer)
     values (1, $1, 2, '2026-12-01T09:05Z', 15000, null, 'no answer within 15 s', null),
            (1, $1, 1, '2026-12-01T09:00Z', 12, 500, 'HTTP 500', 'out of order')`,
    [id],
  );
  expect((await api.send('GET', `${deliveries}/${id}`)).body.attempts_made).toEqual([
    {
      attempted_at: '2026-12-01T09:00:00.000Z',
      duration_ms: 12,
      status: 500,
      error: 'HTTP 500',
      answer: 'out of order',
    },
    {
      attempted_at: '2026-12-01T09:05:00.000Z',
      duration_ms: 15000,
      status: null,
      error: 'no answer within 15 s',
      answer: null,
    },
  ]);
  expect((await api.send('GET', `${deliveries}/987654321`)).status).toBe(404);
});

test.each([
  ['failed', {}],
  ['cancelled', { held_for: 'quiet_hours', ready: false, worker: 'somebody', claim: 3 }],
  ['delivered', { delivered_at: '2026-12-01T09:00Z' }],
])('what was %s is sent again as if for the first time, with the id that it had', async (state, columns) => {
  const id = await log({ state, ...columns });
  const before = await rowOf(id);
  const { status, headers, body } = await redeliver(id);
  expect(status).toBe(202);
  expect(headers.get('location')).toBe(`${deliveries}/${id}`);
  expect(body).toMatchObject({
    id,
    state: 'queued',
    attempts: 0,
    held_for: null,
    last_error: 'HTTP 500',
    webhook_id: before.webhook_id,
    delivered_at: null,
    scheduled_for: '2026-12-01T09:00:00.000Z',
  });
  expect(Date.now() - Date.parse(body.next_attempt_at)).toBeLessThan(60_000);
  expect(body.redelivered_at).toBe(body.next_attempt_at);
  // a worker that still has it in its hands cannot settle it any more
  expect(await rowOf(id)).toMatchObject({ claim: before.claim + 1, worker: null, ready: true });
  expect(await redeliver(id)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('it is queued') } });
});

test.each<[string, Columns, string | undefined]>([
  ['a digest tells it', { state: 'folded' }, undefined],
  ['its channel is gone', { channel_id: null }, undefined],
  ['its channel is disabled', {}, `update channels set enabled = false, disabled_reason = 'HTTP 410'`],
  ['is not confirmed', {}, `update channels set kind = 'email', address = 'a@example.com', quiet_hours_of = 'account'`],
  ['the todo was deleted', { reminder_id: null }, undefined],
  ['the todo was deleted', {}, `update todos set deleted_at = now()`],
  ['the todo was completed', {}, `update todos set completed = true`],
  ['the reminder was moved', {}, `update reminders set generation = 2`],
  ['nothing of it is left to do', { kind: 'digest', reminder_id: null }, undefined],
  ['its link', { kind: 'account', lane: 'email', reminder_id: null, recipient: 'a@example.com' }, undefined],
])('nothing is sent again where %s', async (reason, columns, change) => {
  const id = await log(columns);
  if (change) await api.database.pool.query(change);
  const before = await rowOf(id);
  expect(await redeliver(id)).toMatchObject({ status: 409, body: { detail: expect.stringContaining(reason) } });
  const all = await api.send('POST', `${deliveries}/redeliver`, { since: '2026-01-01T00:00:00Z' });
  expect(all.body).toEqual({ redelivered: 0, more: false });
  expect(await rowOf(id)).toEqual({ ...before });
});

test('all that has failed since a moment is sent again', async () => {
  const before = await log({ fired_at: '2026-11-30T09:00Z' });
  const another = async () => ({ reminder_id: (await ring()).reminderId });
  const since = await log(await another());
  const delivered = await log({ ...(await another()), state: 'delivered', delivered_at: '2026-12-02T09:00Z' });
  const other = (await api.send('POST', '/api/v1/channels', { kind: 'webhook', name: 'b', url: 'http://b/' })).body.id;
  const elsewhere = await log({ ...(await another()), channel_id: other });
  const send = (more: object) =>
    api.send('POST', `${deliveries}/redeliver`, { since: '2026-12-01T09:00:00Z', ...more });
  expect((await send({ channel_id: 987654321 })).status).toBe(404);
  expect((await send({ channel_id: other })).body).toEqual({ redelivered: 1, more: false });
  expect(await listed('state=queued')).toEqual([elsewhere]);
  expect((await send({})).body).toEqual({ redelivered: 1, more: false });
  expect(await listed('state=queued')).toEqual([elsewhere, since]);
  expect(await listed('state=failed')).toEqual([before]);
  expect(await listed('state=delivered')).toEqual([delivered]);
});

test('what was delivered and would be cancelled is left as it is, and so is what failed', async () => {
  const delivered = await log({ state: 'delivered', delivered_at: '2026-12-01T09:00Z' });
  const digest = await log({
    kind: 'digest',
    reminder_id: null,
    state: 'delivered',
    delivered_at: '2026-12-01T09:00Z',
  });
  const { todoId: other, reminderId: otherReminder } = await ring();
  await log({ reminder_id: otherReminder, state: 'folded', digest_id: digest });
  expect((await redeliver(digest)).status).toBe(202);
  await api.database.pool.query(`update deliveries set state = 'delivered', delivered_at = now() where id = $1`, [
    digest,
  ]);
  for (const id of [todoId, other]) await api.send('PATCH', `/api/v1/todos/${id}`, { completed: true });
  for (const id of [delivered, digest]) {
    expect((await redeliver(id)).status).toBe(409);
    expect(await rowOf(id)).toMatchObject({ state: 'delivered', delivered_at: expect.any(Date) });
  }
});

test('an account asks for 60 an hour', async () => {
  const id = await log({ state: 'delivered', delivered_at: '2026-12-01T09:00Z' });
  const all = () => api.send('POST', `${deliveries}/redeliver`, { since: '2026-01-01T00:00:00Z' });
  for (let i = 0; i < 59; i += 1) expect((await all()).status).toBe(200);
  expect((await redeliver(id)).status).toBe(202);
  for (const { status, headers } of [await redeliver(id), await all()]) {
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
});

test('a thousand at once, and then the others', async () => {
  await logMany(1100);
  const send = () => api.send('POST', `${deliveries}/redeliver`, { since: '2026-01-01T00:00:00Z' });
  expect((await send()).body).toEqual({ redelivered: 1000, more: true });
  expect((await send()).body).toEqual({ redelivered: 100, more: false });
  expect((await send()).body).toEqual({ redelivered: 0, more: false });
});

test('while a channel is deleted and others send again, each delivery is either queued or gone', async () => {
  await logMany(200);
  const answers = await Promise.all([
    ...Array.from({ length: 4 }, () => api.send('POST', `${deliveries}/redeliver`, { since: '2026-01-01T00:00:00Z' })),
    api.send('DELETE', `/api/v1/channels/${channelId}`),
  ]);
  for (const { status } of answers) expect(status).toBeLessThan(300);
  expect(await listed('state=queued')).toEqual([]);
});

test.each(['2026-12-01T09:00:00+23:00', '0000-12-31T23:30:00-01:00', `2026-12-01T09:00:00.${'1'.repeat(30)}Z`])(
  'a moment that PostgreSQL would not read, %s, is no fault of the server',
  async (moment) => {
    const text = encodeURIComponent(moment);
    for (const path of [
      `deliveries?since=${text}`,
      `deliveries?until=${text}`,
      `reminders?after=${text}`,
      `reminders?before=${text}`,
    ])
      expect((await api.send('GET', `/api/v1/${path}`)).status, path).toBe(200);
    expect((await api.send('POST', '/api/v1/deliveries/redeliver', { since: moment })).status).toBe(200);
  },
);
