import { hashToken } from 'db/sql';
import { until } from 'db/testing';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { noteChannels } from '../src/delivery/channel-health.ts';
import { claimDeliveries } from '../src/delivery/claim.ts';
import { makeLinks } from '../src/delivery/links.ts';
import { releaseDeliveries, settleDeliveries } from '../src/delivery/settle.ts';
import { fireDue } from '../src/firing/fire-due.ts';
import type { WorkerOptions } from '../src/worker.ts';
import { addChannel, addReminders, readLog } from './arrange.ts';
import { startMailServer } from './mail-server.ts';
import type { ReceivedMessage } from './receiver.ts';
import { useStage } from './stage.ts';

const stage = useStage();
const hour = 3_600_000;

async function insert(pool: pg.Pool, table: string, row: Record<string, unknown>): Promise<number> {
  const names = Object.keys(row);
  const { rows } = await pool.query<{ id: number }>(
    `insert into ${table} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')}) returning id::int`,
    Object.values(row),
  );
  return rows[0]?.id ?? 0;
}

const addMailbox = (row: Record<string, unknown> = {}) =>
  insert(stage().database.pool, 'channels', {
    user_id: 1,
    kind: 'email',
    name: 'mail',
    address: 'me@example.com',
    confirmed_at: new Date(),
    quiet_hours_of: 'account',
    ...row,
  });

const addNtfy = (url: string, row: Record<string, unknown> = {}) =>
  insert(stage().database.pool, 'channels', {
    user_id: 1,
    kind: 'ntfy',
    name: 'phone',
    url,
    topic: 'todos',
    quiet_hours_of: 'account',
    ...row,
  });

async function mail(options: Partial<WorkerOptions> = {}) {
  const server = await startMailServer();
  stage().onEnd(server.close);
  const settings = { mail: { smtpUrl: server.url, from: 'Duebell <duebell@example.com>' } };
  return { server, work: () => stage().work({ ...settings, ...options }) };
}

const settled = (states: Record<string, number>) =>
  until(`deliveries: ${JSON.stringify(states)}`, async () => {
    const log = await readLog(stage().database.pool);
    return (
      Object.entries(states).every(([state, count]) => log.filter((row) => row.state === state).length === count) && log
    );
  });

const json = ({ body }: ReceivedMessage) => JSON.parse(body);

/** The links of a message, by the path before their token. */
const linksIn = (text: string) =>
  [...text.matchAll(/https:\/\/todo\.example\.com(\/\S*\/)(duebell_\w+)/g)].map(([, path, token]) => ({
    path,
    token: token ?? '',
  }));

test('a reminder arrives by e-mail, with links of which only the hash is kept', async () => {
  const { pool } = stage().database;
  const { server, work } = await mail();
  await addMailbox();
  const [id] = await addReminders(pool, 1, 0, 'water the plants');
  await work();
  const [received] = await server.receive(1);
  expect(received?.to).toEqual(['me@example.com']);
  expect(received?.mail.subject).toBe('water the plants');
  const [delivery] = await settled({ delivered: 1 });
  expect(received?.mail.messageId).toBe(`<${delivery?.webhook_id}@todo.example.com>`);
  const { rows } = await pool.query<{ action: string; token_hash: Buffer; todo_id: number; same: boolean }>(
    `select action, token_hash, todo_id::int, l.due_date is not distinct from t.due_date as same
     from action_links l left join todos t on t.id = l.todo_id order by action`,
  );
  const { rows: todos } = await pool.query<{ id: number }>('select todo_id::int as id from reminders where id = $1', [
    id,
  ]);
  expect(rows).toMatchObject([
    { action: 'done', todo_id: todos[0]?.id, same: true },
    { action: 'snooze', todo_id: todos[0]?.id, same: true },
    { action: 'unsubscribe', todo_id: null },
  ]);
  const tokens = linksIn(String(received?.mail.text)).map(({ token }) => hashToken(token).toString('hex'));
  expect(rows.map(({ token_hash }) => token_hash.toString('hex')).sort()).toEqual([...new Set(tokens)].sort());
});

test('the link that completes is about the occurrence that was claimed, also where that is done before it is written', async () => {
  const { pool } = stage().database;
  await addMailbox();
  await addReminders(pool, 1);
  await fireDue(pool, 10);
  const query = { lane: 'email', limit: 10, limitOfReceiver: 10, leaseMs: 60_000, worker: 'a' } as const;
  const { claimed } = await claimDeliveries(pool, query);
  const { rows } = await pool.query<{ due_date: Date }>('select due_date from todos');
  await pool.query(`update todos set due_date = due_date + interval '1 day'`);
  await makeLinks(pool, claimed, 'https://todo.example.com');
  const { rows: links } = await pool.query(`select due_date from action_links where action = 'done'`);
  expect(links).toEqual(rows);
});

test('an e-mail channel rings only once its address is confirmed', async () => {
  const { pool } = stage().database;
  const { server, work } = await mail({ maxSleepMs: 100 });
  const channel = await addMailbox({ confirmed_at: null });
  await addReminders(pool, 1);
  await insert(pool, 'deliveries', {
    user_id: 1,
    kind: 'account',
    lane: 'email',
    channel_id: channel,
    recipient: 'me@example.com',
    webhook_id: 'a',
    scheduled_for: new Date(),
    fired_at: new Date(),
    next_at: new Date(),
  });
  await work();
  const [confirmation] = await server.receive(1);
  expect(linksIn(String(confirmation?.mail.text))[0]?.path).toBe('/api/v1/actions/');
  await settled({ delivered: 1 });
  await pool.query('update channels set confirmed_at = now()');
  await addReminders(pool, 1, 0, 'heard');
  const received = await server.receive(2);
  expect(received[1]?.mail.subject).toBe('heard');
  expect(await readLog(pool)).toHaveLength(2);
});

test.each([
  ['password_resets', 'password_reset_id', '/api/v1/password-resets/'],
  ['invitations', 'invitation_id', '/api/v1/accounts/by-invitation/'],
])('what is queued about accounts goes out with a link: %s', async (table, column, path) => {
  const { pool } = stage().database;
  const { server, work } = await mail();
  const message = {
    user_id: 1,
    kind: 'account',
    lane: 'email',
    recipient: 'them@example.com',
    scheduled_for: new Date(),
    fired_at: new Date(),
    next_at: new Date(),
  };
  const id = await insert(pool, table, { user_id: 1, expires_at: new Date(Date.now() + hour) });
  const over = await insert(pool, table, { user_id: 1, expires_at: new Date(Date.now() - hour) });
  await insert(pool, 'deliveries', { ...message, [column]: id, webhook_id: 'a' });
  await insert(pool, 'deliveries', { ...message, [column]: over, webhook_id: 'b' });
  await work();
  const [received] = await server.receive(1);
  expect(received?.to).toEqual(['them@example.com']);
  const [link] = linksIn(String(received?.mail.text));
  expect(link?.path).toBe(path);
  const { rows } = await pool.query<{ id: number }>(`select id::int from ${table} where token_hash = $1`, [
    hashToken(link?.token ?? ''),
  ]);
  expect(rows).toEqual([{ id }]);
  expect(await settled({ delivered: 1, cancelled: 1 })).toMatchObject([{}, { last_error: 'the link is over' }]);
});

test('SMTP that hangs holds up no webhook', async () => {
  const { pool } = stage().database;
  const server = await startMailServer({ onMailFrom: () => {} });
  stage().onEnd(server.close);
  const inbox = await stage().receiver();
  await addMailbox();
  await addReminders(pool, 50, -1000, 'mailed');
  await stage().work({ mail: { smtpUrl: server.url, from: 'a@example.com' }, sendTimeoutMs: 20_000 });
  await until('it hangs', () => server.connections.open > 0);
  await addChannel(pool, inbox.url);
  await addReminders(pool, 50);
  await pool.query('notify reminder_due');
  await inbox.receive(50);
});

test('ntfy gets a message with buttons, and its answer is in the log', async () => {
  const { pool } = stage().database;
  const server = await stage().receiver((response) => response.end('{"id":"abc"}'));
  await addNtfy(server.url, { token: 'tk_secret' });
  await addReminders(pool, 1, 0, 'call home');
  await stage().work();
  const [message] = await server.receive(1);
  if (!message) throw new Error('nothing arrived');
  expect(message.headers.authorization).toBe('Bearer tk_secret');
  expect(json(message)).toMatchObject({
    topic: 'todos',
    title: 'call home',
    actions: [{ action: 'http', method: 'POST' }, {}],
  });
  await settled({ delivered: 1 });
  const { rows } = await pool.query('select claim, status, error, answer, duration_ms from delivery_attempts');
  expect(rows).toEqual([
    { claim: 1, status: 200, error: null, answer: '{"id":"abc"}', duration_ms: expect.any(Number) },
  ]);
});

test('after downtime ntfy messages older than an hour are folded into one; webhooks and e-mail go out one by one, late', async () => {
  const { pool } = stage().database;
  const [phone, inbox] = [await stage().receiver(), await stage().receiver()];
  const { server, work } = await mail();
  await addNtfy(phone.url);
  await addChannel(pool, inbox.url);
  await addMailbox();
  await addReminders(pool, 120, -2 * hour, 'missed by far');
  await addReminders(pool, 1, -hour / 2, 'missed by little');
  await work();
  await inbox.receive(121);
  const mails = await server.receive(121);
  expect(String(mails[0]?.mail.text)).toMatch(/late/);
  const log = await settled({ folded: 120, queued: 0 });
  const digests = phone.received.map(json).filter(({ title }) => /due while/.test(title));
  expect(digests.length).toBeGreaterThan(0);
  // all of them, unless some were folded before the others had fired
  expect(digests.length).toBeLessThanOrEqual(4);
  expect(phone.received.map(json).filter(({ title }) => title === 'missed by little')).toHaveLength(1);
  expect(log.filter(({ state }) => state === 'delivered')).toHaveLength(2 * 121 + 1 + digests.length);
});

test('quiet hours: what would ring in them rings at their end, and the log says why', async () => {
  const { pool } = stage().database;
  const phone = await stage().receiver();
  const inbox = await stage().receiver();
  // three hours around now, wherever the clock stands
  const clock = (ms: number) => new Date(Date.now() + ms).toISOString().slice(11, 19);
  await pool.query('update users set quiet_hours_start = $1, quiet_hours_end = $2', [clock(-hour), clock(2 * hour)]);
  await addNtfy(phone.url);
  await addNtfy(`${phone.url}loud/`, { quiet_hours_of: 'nobody' });
  await addChannel(pool, inbox.url);
  await addReminders(pool, 1);
  await stage().work();
  await inbox.receive(1);
  await phone.receive(1);
  const log = await settled({ delivered: 2, queued: 1 });
  expect(phone.received.map(({ path }) => path)).toEqual(['/loud/']);
  const held = log.find(({ state }) => state === 'queued');
  expect(held).toMatchObject({ attempts: 0, worker: null, held_for: 'quiet_hours' });
  expect(held?.wait).toBeGreaterThan(1.9 * hour);
  expect(held?.wait).toBeLessThan(2.1 * hour);
});

test('a daily digest: reminders wait for its time, and come in one e-mail without what is done by then', async () => {
  const { pool } = stage().database;
  const { server, work } = await mail({ maxSleepMs: 100 });
  const at = new Date(Date.now() + 2 * hour).toISOString().slice(11, 16);
  await addMailbox({ digest_at: at });
  await addReminders(pool, 70, -1000, 'of the digest');
  await work();
  const waiting = await until('all wait', async () => {
    const log = await readLog(pool);
    return log.length === 70 && log.every(({ held_for, worker }) => held_for === 'digest' && worker === null) && log;
  });
  for (const { wait } of waiting) expect(wait).toBeGreaterThan(1.9 * hour);
  // all until the same moment: else it would be several digests
  const { rows: moments } = await pool.query('select distinct next_at from deliveries');
  expect(moments).toHaveLength(1);
  await pool.query(`update todos set completed = true where id in (select id from todos order by id limit 10)`);
  // its time has come
  await pool.query(`update deliveries set next_at = now() where state = 'queued'`);
  await settled({ queued: 0, delivered: 1 });
  expect(server.received).toHaveLength(1);
  const { subject, text } = server.received[0]?.mail ?? {};
  expect(subject).toMatch(/^60 reminders for /);
  expect(String(text).match(/of the digest/g)).toHaveLength(60);
  const { rows } = await pool.query(
    `select t.completed, d.state, d.last_error, d.digest_id is not null as in_digest
     from deliveries d join reminders r on r.id = d.reminder_id join todos t on t.id = r.todo_id
     where d.digest_id is distinct from (select id from deliveries where kind = 'digest')`,
  );
  // some of what is done was claimed by itself
  for (const row of rows)
    expect(row).toEqual({
      completed: true,
      state: 'cancelled',
      last_error: 'the todo was completed',
      in_digest: false,
    });
});

test('what was asked for again comes by itself, at once and as what it is, where others go into digests', async () => {
  const { pool } = stage().database;
  const phone = await stage().receiver();
  const { server, work } = await mail();
  const [mailbox, topic] = [
    await addMailbox({ digest_at: new Date(Date.now() + 2 * hour).toISOString().slice(11, 16) }),
    await addNtfy(phone.url),
  ];
  const redelivered = async (channel: number, redelivered_at: Date | null) => {
    const [reminder] = await addReminders(pool, 1, -2 * hour, redelivered_at ? 'asked for again' : 'another');
    await pool.query(`update reminders set state = 'fired', fired_at = now() where id = $1`, [reminder]);
    await pool.query(
      `insert into deliveries (user_id, kind, lane, reminder_id, generation, channel_id, webhook_id, scheduled_for, fired_at, next_at, redelivered_at)
       select 1, 'reminder', c.kind, r.id, r.generation, c.id, gen_random_uuid()::text, r.fire_at, r.fired_at, now(), $3
       from reminders r, channels c where r.id = $1 and c.id = $2`,
      [reminder, channel, redelivered_at],
    );
  };
  for (const channel of [mailbox, topic]) {
    await redelivered(channel, new Date());
    for (let i = 0; i < 2; i += 1) await redelivered(channel, null);
  }
  await work();
  await settled({ delivered: 3, folded: 2, queued: 2 });
  expect(server.received.map(({ mail }) => mail.subject)).toEqual(['asked for again']);
  expect(
    phone.received
      .map(json)
      .map(({ title }) => title)
      .sort(),
  ).toEqual(['2 reminders were due while they could not be sent', 'asked for again']);
});

test('a channel that only failed for 5 days is disabled, and the others tell its owner', async () => {
  const { pool } = stage().database;
  const failing = await stage().receiver((response) => response.writeHead(500).end('no'));
  const inbox = await stage().receiver();
  const other = await addChannel(pool, inbox.url);
  const channel = await addChannel(pool, failing.url);
  await addReminders(pool, 1);
  const first = await stage().work();
  await until('it fails', async () => {
    const { rows } = await pool.query('select from channels where id = $1 and failing_since is not null and enabled', [
      channel,
    ]);
    return rows.length > 0;
  });
  await first.stop();
  await pool.query(`update channels set failing_since = now() - interval '5 days 1 second' where id = $1`, [channel]);
  await addReminders(pool, 1);
  await stage().work({ retryTable: [10, 10, 10] });
  const received = await inbox.receive(3);
  expect(received.map(json).find(({ type }) => type === 'channel.disabled')).toMatchObject({
    data: {
      channel: { id: channel, name: 'test' },
      reason: expect.stringMatching(/^every attempt has failed since .* HTTP 500$/),
    },
  });
  const { rows } = await pool.query('select id::int, enabled, failing_since from channels order by id');
  expect(rows).toMatchObject([
    { id: other, enabled: true, failing_since: null },
    { id: channel, enabled: false },
  ]);
});

test('two faults with days of silence between them disable no channel', async () => {
  const { pool } = stage().database;
  const restarting = [500, 503];
  const inbox = await stage().receiver((response) => response.writeHead(restarting.shift() ?? 200).end());
  await addChannel(pool, inbox.url);
  await pool.query(`update channels set failing_since = now() - interval '7 days'`);
  await addReminders(pool, 1);
  await stage().work({ retryTable: [10, 10, 10] });
  await settled({ delivered: 1 });
  expect((await pool.query('select enabled, failing_since from channels')).rows).toEqual([
    { enabled: true, failing_since: null },
  ]);
});

test('what a channel that works again failed at before disables it no more', async () => {
  const { pool } = stage().database;
  const late: (() => void)[] = [];
  const inbox = await stage().receiver((response) => {
    if (late.length === 0) late.push(() => response.writeHead(503).end());
    else response.end();
  });
  await addChannel(pool, inbox.url);
  await pool.query(`update channels set failing_since = now() - interval '6 days'`);
  await addReminders(pool, 5);
  await fireDue(pool, 5);
  await pool.query('update deliveries set attempts = 2');
  await stage().work();
  await settled({ delivered: 4 });
  for (const answer of late) answer();
  const log = await until('the last one failed', async () => {
    const rows = await readLog(pool);
    return rows.some(({ last_error }) => last_error === 'HTTP 503') && rows;
  });
  expect(log.find(({ last_error }) => last_error === 'HTTP 503')).toMatchObject({ state: 'queued', attempts: 3 });
  expect((await pool.query('select enabled from channels')).rows).toEqual([{ enabled: true }]);
});

test('an account whose zone nobody here knows holds up no other', async () => {
  const { pool } = stage().database;
  const phone = await stage().receiver();
  await pool.query(
    `update users set time_zone = 'Mars/Phobos', quiet_hours_start = '22:00', quiet_hours_end = '07:00'`,
  );
  const { rows } = await pool.query<{ id: number }>(
    `insert into users (email) values ('b@example.com') returning id::int`,
  );
  const other = rows[0]?.id;
  await addNtfy(phone.url);
  await addNtfy(phone.url, { user_id: other });
  await addReminders(pool, 3);
  await pool.query(
    `with todo as (
       insert into todos (user_id, completed, description, due_date) select $1, false, 'of the other', now() from generate_series(1, 3) returning *
     )
     insert into reminders (user_id, todo_id, fire_at, state) select user_id, id, due_date, 'pending' from todo`,
    [other],
  );
  await stage().work();
  await phone.receive(3);
  const log = await settled({ failed: 3, delivered: 3 });
  expect(log.find(({ state }) => state === 'failed')?.last_error).toMatch(/time zone/i);
});

test('an account whose todo is locked by an edit holds up no other', async () => {
  const { pool } = stage().database;
  const phone = await stage().receiver();
  const { rows } = await pool.query<{ id: number }>(
    `insert into users (email) values ('b@example.com') returning id::int`,
  );
  const other = rows[0]?.id;
  await addNtfy(phone.url);
  await addNtfy(phone.url, { user_id: other });
  await addReminders(pool, 1, 0, 'locked');
  await pool.query(
    `with todo as (
       insert into todos (user_id, completed, description, due_date) values ($1, false, 'free', now()) returning *
     )
     insert into reminders (user_id, todo_id, fire_at, state) select user_id, id, due_date, 'pending' from todo`,
    [other],
  );
  const editor = await pool.connect();
  stage().onEnd(async () => editor.release());
  await editor.query('begin');
  await editor.query(`select from todos where description = 'locked' for update`);
  await stage().work();
  const [first] = await phone.receive(1);
  expect(first && json(first).title).toBe('free');
  await editor.query('commit');
  await phone.receive(2);
});

test('the others are told at once that a channel is disabled', async () => {
  const { pool } = stage().database;
  const [gone, inbox] = [await stage().receiver((response) => response.writeHead(410).end()), await stage().receiver()];
  await addNtfy(inbox.url);
  const worker = await stage().work();
  await until('it sleeps', () => worker.isHealthy());
  await addChannel(pool, gone.url);
  await addReminders(pool, 1);
  await pool.query('notify reminder_due');
  await inbox.receive(2);
});

test('a settlement that is repeated, since its answer was lost, counts once', async () => {
  const { pool } = stage().database;
  const channel = await addChannel(pool, 'http://a/');
  const now = new Date();
  const id = await insert(pool, 'deliveries', {
    user_id: 1,
    kind: 'test',
    channel_id: channel,
    webhook_id: 'a',
    scheduled_for: now,
    fired_at: now,
    next_at: now,
    claim: 1,
    worker: 'a',
    ready: false,
  });
  const settlement = {
    id,
    claim: 1,
    state: 'queued',
    delayMs: 5000,
    until: null,
    heldFor: null,
    error: 'no',
    attempt: { at: Date.now(), durationMs: 1 },
  } as const;
  expect(await settleDeliveries(pool, [settlement])).toBe(1);
  expect(await settleDeliveries(pool, [settlement])).toBe(0);
  expect(await readLog(pool)).toMatchObject([{ attempts: 1 }]);
  // nor is what waits by it given back as unsent
  await releaseDeliveries(pool, [{ id, claim: 1 }]);
  const [waiting] = await readLog(pool);
  expect(waiting?.wait).toBeGreaterThan(1000);
});

test('a channel that works again has not been failing', async () => {
  const { pool } = stage().database;
  let ok = false;
  const inbox = await stage().receiver((response) => response.writeHead(ok ? 200 : 500).end());
  await addChannel(pool, inbox.url);
  const since = async () =>
    (await pool.query<{ since: Date | null }>('select failing_since as since from channels')).rows[0]?.since;
  await addReminders(pool, 1);
  await stage().work({ retryTable: [300, 300, 300] });
  await until('it fails', async () => (await since()) !== null);
  ok = true;
  await until('it works', async () => (await since()) === null);
});

test('a channel has not been failing where what was claimed before it failed, and after, arrives together', async () => {
  const { pool } = stage().database;
  await addChannel(pool, 'http://a/');
  await addReminders(pool, 2);
  await fireDue(pool, 2);
  const one = { lane: 'webhook', limit: 1, limitOfReceiver: 1, leaseMs: 30_000, worker: 'test' } as const;
  const before = await claimDeliveries(pool, one);
  await pool.query('update channels set failing_since = now()');
  const after = await claimDeliveries(pool, one);
  await noteChannels(
    pool,
    [...before.claimed, ...after.claimed].map((delivery) => ({ delivery, works: true })),
  );
  expect((await pool.query('select failing_since from channels')).rows).toEqual([{ failing_since: null }]);
});

test('a row whose message cannot be built fails by itself, with the reason, and blocks nothing', async () => {
  const { pool } = stage().database;
  const inbox = await stage().receiver();
  const channel = await addChannel(pool, inbox.url);
  const row = {
    user_id: 1,
    channel_id: channel,
    webhook_id: 'poison',
    scheduled_for: new Date(),
    fired_at: new Date(),
    next_at: new Date(Date.now() - hour),
  };
  // notices of nothing
  await insert(pool, 'deliveries', { ...row, kind: 'notice' });
  await insert(pool, 'deliveries', { ...row, kind: 'notice' });
  await addReminders(pool, 5);
  await stage().work({ maxInFlight: 1 });
  await inbox.receive(5);
  const log = await settled({ failed: 2, delivered: 5 });
  for (const { state, last_error } of log.filter(({ webhook_id }) => webhook_id === 'poison')) {
    expect([state, last_error]).toEqual(['failed', expect.stringMatching(/^it could not be made: /)]);
  }
});

test('an answer that PostgreSQL cannot store is stored without what it cannot', async () => {
  const { pool } = stage().database;
  const inbox = await stage().receiver((response) =>
    response.writeHead(500).end(Buffer.concat([Buffer.from('a\0b\xff', 'latin1'), Buffer.alloc(5000, 'x')])),
  );
  await addChannel(pool, inbox.url);
  await addReminders(pool, 3);
  await stage().work({ retryTable: [] });
  await settled({ failed: 3 });
  const { rows } = await pool.query<{ answer: string }>('select answer from delivery_attempts');
  expect(rows).toHaveLength(3);
  for (const { answer } of rows) expect(answer).toMatch(/^ab\ufffdx+$/);
});

test('only todos of its lists ring at a channel that has some', async () => {
  const { pool } = stage().database;
  const inbox = await stage().receiver();
  const channel = await addChannel(pool, inbox.url);
  const list = await insert(pool, 'lists', { user_id: 1, name: 'work' });
  await pool.query('update channels set every_list = false');
  await pool.query('insert into channel_lists (user_id, channel_id, list_id) values (1, $1, $2)', [channel, list]);
  await addReminders(pool, 2, 0, 'elsewhere');
  await addReminders(pool, 2, 0, 'at work');
  await pool.query(`update todos set list_id = $1 where description = 'at work'`, [list]);
  await stage().work();
  const received = await inbox.receive(2);
  expect(received.map((each) => json(each).data.todo.description)).toEqual(['at work', 'at work']);
  expect(await settled({ delivered: 2 })).toHaveLength(2);
});
