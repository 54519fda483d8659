import { until } from 'db/testing';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { claimDeliveries } from '../src/delivery/claim.ts';
import { Receivers } from '../src/delivery/receivers.ts';
import { fireDue } from '../src/firing/fire-due.ts';
import { addChannel, addReminders, readLog } from './arrange.ts';
import { useStage } from './stage.ts';

const stage = useStage();
const query = { lane: 'webhook', limit: 200, limitOfReceiver: 50, leaseMs: 30_000, worker: 'test' } as const;

/** Queues `count` reminders for a channel that are due since before everybody else's. */
async function addBacklog(pool: pg.Pool, channel: number, count: number): Promise<void> {
  await addReminders(pool, count, -50_000);
  await pool.query(
    `with fired as (update reminders set state = 'fired', fired_at = now() where state = 'pending' returning *)
     insert into deliveries (user_id, kind, reminder_id, generation, channel_id, webhook_id, scheduled_for, fired_at, next_at)
     select 1, 'reminder', id, 1, $1::bigint, key || '-1-' || $1::bigint, fire_at, now(), fire_at from fired`,
    [channel],
  );
  await pool.query('vacuum analyze');
}

/** How many pages a claim reads; it is undone. */
async function pagesOfClaim(pool: pg.Pool, free: Map<number, number>): Promise<number> {
  const client = await pool.connect();
  try {
    let pages = 0;
    const explaining = {
      async query({ text, values }: { text: string; values: unknown[] }) {
        await client.query('begin');
        const { rows } = await client.query<{
          'QUERY PLAN': [{ Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }];
        }>(`explain (analyze, buffers, format json) ${text}`, values);
        await client.query('rollback');
        const { Plan } = rows[0]?.['QUERY PLAN'][0] ?? { Plan: { 'Shared Hit Blocks': 0, 'Shared Read Blocks': 0 } };
        pages = Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks'];
        return { rows: [{ claimed: [], channels: [], held: false }] };
      },
    };
    await claimDeliveries(explaining as unknown as pg.Pool, { ...query, free });
    return pages;
  } finally {
    client.release();
  }
}

test('50,000 deliveries queued for a receiver that hangs: another channel rings in order and on time, and claims stay small', async () => {
  const { database, receiver, work } = stage();
  const hanging = await receiver(() => {});
  const inbox = await receiver();
  const slow = await addChannel(database.pool, hanging.url);
  await addBacklog(database.pool, slow, 100);
  const busy = new Map([[slow, 0]]);
  const before = { claim: await pagesOfClaim(database.pool, new Map()), busy: await pagesOfClaim(database.pool, busy) };
  await addBacklog(database.pool, slow, 49_900);
  const after = { claim: await pagesOfClaim(database.pool, new Map()), busy: await pagesOfClaim(database.pool, busy) };
  // of 50 deliveries each time, with all that their messages are made of
  expect(after.claim).toBeLessThan(before.claim + 2000);
  expect(after.busy).toBeLessThan(30);

  await database.pool.query(
    `update channels set enabled = false, disabled_reason = 'rings nothing new' where id = $1`,
    [slow],
  );
  await addChannel(database.pool, inbox.url);
  await database.pool.query(`update channels set enabled = true, disabled_reason = null where id = $1`, [slow]);
  const worker = await work({ sendTimeoutMs: 400, leaseMs: 5000 });
  // three sends that were not answered, and it holds two at a time
  await hanging.receive(50);
  await database.pool.query(`update channels set every_list = false where id = $1`, [slow]);
  const lateness: number[] = [];
  for (let i = 0; i < 20; i++) {
    const [id] = await addReminders(database.pool, 1, 100, `todo ${i}`);
    await database.pool.query('notify reminder_due');
    const received = await inbox.receive(i + 1);
    const { reminder, todo } = JSON.parse(received[i]?.body ?? '{}').data;
    expect([reminder.id, todo.description]).toEqual([id, `todo ${i}`]);
    lateness.push((received[i]?.at ?? 0) - Date.parse(reminder.scheduled_for));
  }
  // the receiver that hangs is never waited for: a send to it takes 400 ms, a lease 5 s
  expect(lateness.toSorted((a, b) => a - b)[10]).toBeLessThan(200);
  // what was given up a moment ago may not be written down yet
  await until('it holds two', async () => {
    const held = await database.pool.query<{ n: number }>(
      'select count(*)::int as n from deliveries where channel_id = $1 and worker is not null',
      [slow],
    );
    return (held.rows[0]?.n ?? 0) <= 2;
  });
  await worker.stop();
});

test('an account of which a hundred channels hang at once: what others are to be told is sent within seconds', async () => {
  const { database, receiver, work } = stage();
  const hanging = await receiver(() => {});
  const inbox = await receiver();
  for (let i = 0; i < 100; i++) await addChannel(database.pool, hanging.url);
  await addReminders(database.pool, 10);
  await work();
  await hanging.receive(400);
  const { rows } = await database.pool.query<{ id: number }>('insert into users default values returning id::int');
  await addChannel(database.pool, inbox.url, rows[0]?.id);
  await addReminders(database.pool, 1, 100, 'of another account', rows[0]?.id);
  await database.pool.query('notify reminder_due');
  const [received] = await inbox.receive(1);
  const { reminder, todo } = JSON.parse(received?.body ?? '{}').data;
  expect(todo.description).toBe('of another account');
  // a send that hangs takes 15 s
  expect((received?.at ?? 0) - Date.parse(reminder.scheduled_for)).toBeLessThan(5000);
  // of the account whose channels hang no more is sent than there was room for
  expect(hanging.received).toHaveLength(400);
});

test('10,000 channels due at once: a claim looks at as many receivers as it can serve, and all are served', async () => {
  const { database } = stage();
  await database.pool.query(
    `insert into channels (user_id, kind, name, url, secret) select 1, 'webhook', n::text, 'http://a/', 'whsec_' from generate_series(1, 10000) n`,
  );
  await addReminders(database.pool, 1);
  expect(await fireDue(database.pool, 10)).toMatchObject({ fired: 1, queued: 10_000 });
  await database.pool.query('vacuum analyze deliveries');
  const served = new Set<number>();
  let after = -1;
  for (let i = 0; i < 50; i++) {
    const { claimed } = await claimDeliveries(database.pool, { ...query, after });
    for (const { id } of claimed) served.add(id);
    after = Math.max(...claimed.map(({ channel }) => channel?.id ?? 0));
  }
  expect(served.size).toBe(10_000);
  expect((await readLog(database.pool)).every(({ claim }) => claim === 1)).toBe(true);
});

test('a receiver gets no more at once than its share, and what is left over follows as it answers', async () => {
  const { database, receiver, work } = stage();
  const open: (() => void)[] = [];
  let mostOpen = 0;
  const inbox = await receiver((response) => {
    open.push(() => response.end());
    mostOpen = Math.max(mostOpen, open.length);
  });
  await addChannel(database.pool, inbox.url);
  await addReminders(database.pool, 60);
  await work({ maxInFlightOfReceiver: 7 });
  await inbox.receive(7);
  for (const answer of open.splice(0, 3)) answer();
  await inbox.receive(10);
  await until('the rest', () => {
    for (const answer of open.splice(0)) answer();
    return inbox.received.length === 60;
  });
  expect(mostOpen).toBe(7);
});

test('a receiver that was brisk and hangs: what waits for its turn goes back unsent, and no attempt is counted', async () => {
  const { database, receiver, work } = stage();
  let hangs = false;
  const inbox = await receiver((response) => {
    hangs ||= inbox.received.length > 12;
    if (!hangs) response.end();
  });
  await addChannel(database.pool, inbox.url);
  await addReminders(database.pool, 60);
  const worker = await work({ maxInFlightOfReceiver: 4, sendTimeoutMs: 400, leaseMs: 800, retryTable: [60_000] });
  await until('three sends that were not answered', async () =>
    (await readLog(database.pool)).some(({ attempts, state }) => attempts === 1 && state === 'queued'),
  );
  await until('unsent', async () => (await readLog(database.pool)).some(({ claim, attempts }) => claim > attempts));
  hangs = false;
  inbox.received.length = 0;
  await until('all but those that were not answered', async () =>
    (await readLog(database.pool)).every(({ state, attempts }) => state === 'delivered' || attempts === 1),
  );
  expect((await readLog(database.pool)).every(({ attempts }) => attempts === 1)).toBe(true);
  expect(await worker.metrics.getSingleMetricAsString('duebell_lease_takeovers_total')).toContain('_total 0');
});

test('a receiver is brisk by what it answered, not by what was cancelled before it was sent', () => {
  const receivers = new Receivers(4);
  for (let i = 0; i < 3; i += 1) receivers.begin(1);
  receivers.note(1, { timedOut: false, durationMs: undefined });
  expect(receivers.free().get(1)).toBe(1);
  receivers.note(1, { timedOut: false, durationMs: 20 });
  expect(receivers.free().get(1)).toBe(13);
});
