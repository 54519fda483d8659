import type pg from 'pg';
import { expect, test } from 'vitest';
import { claimDeliveries, type Lane } from '../src/delivery/claim.ts';
import { foldDeliveries } from '../src/delivery/fold.ts';
import { fireDue } from '../src/firing/fire-due.ts';
import { addChannel, addReminders } from './arrange.ts';
import { useStage } from './stage.ts';

const stage = useStage();
const hour = 3_600_000;

async function addNtfy(pool: pg.Pool, url: string): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    `insert into channels (user_id, kind, name, url, topic) values (1, 'ntfy', 'phone', $1, 'todos') returning id::int`,
    [url],
  );
  return rows[0]?.id ?? 0;
}

/** Reminders that are due, of todos with texts as long as they may be: 240 kB each. */
async function addLarge(pool: pg.Pool, count: number, inMs = 0): Promise<void> {
  await addReminders(pool, count, inMs);
  await pool.query(`update todos set description = rpad('call home', 10000, '🔔'), notes = rpad('and', 50000, '🔔')`);
}

/** How many bytes come with each delivery that is claimed. */
async function claimedBytes(pool: pg.Pool, lane: Lane): Promise<number[]> {
  const query = { lane, limit: 10, limitOfReceiver: 10, leaseMs: 30_000, worker: 'test' };
  const { claimed } = await claimDeliveries(pool, query);
  return claimed.map((delivery) => Buffer.byteLength(JSON.stringify(delivery)));
}

test('what a claim reads of large todos is little more than their messages tell', async () => {
  const { pool } = stage().database;
  await addChannel(pool, 'http://a/');
  await addNtfy(pool, 'http://a/');
  await addLarge(pool, 2);
  await fireDue(pool, 10);
  for (const lane of ['webhook', 'ntfy'] as const) {
    const sizes = await claimedBytes(pool, lane);
    expect(sizes).toHaveLength(2);
    expect(Math.max(...sizes)).toBeLessThan(45_000);
  }
});

test('a description that was taken over has any length, and what is read of it is as much as a webhook can have', async () => {
  const { pool } = stage().database;
  const inbox = await stage().receiver();
  await addChannel(pool, inbox.url);
  await addReminders(pool, 1);
  await pool.query(`update todos set description = repeat('a', 1000000)`);
  await fireDue(pool, 10);
  expect((await claimedBytes(pool, 'webhook'))[0]).toBeLessThan(45_000);
  await pool.query('update deliveries set worker = null, ready = true, next_at = now()');
  await stage().work();
  const [webhook] = await inbox.receive(1);
  const { todo } = JSON.parse(webhook?.body ?? '').data;
  expect(todo).toMatchObject({ description: expect.stringMatching(/^a{19000,}…$/), description_truncated: true });
});

test('a digest reads no more of its todos than their titles', async () => {
  const { pool } = stage().database;
  const phone = await addNtfy(pool, 'http://a/');
  await addLarge(pool, 20, -2 * hour);
  await fireDue(pool, 100);
  await foldDeliveries(pool, phone, { claimed: [], staleMs: hour });
  const [size] = await claimedBytes(pool, 'ntfy');
  expect(size).toBeLessThan(20 * 2000);
});

test('of notes that are too long a webhook says so, and ntfy tells the beginning', async () => {
  const { pool } = stage().database;
  const [inbox, phone] = [await stage().receiver(), await stage().receiver()];
  await addChannel(pool, inbox.url);
  await addNtfy(pool, phone.url);
  await addReminders(pool, 1);
  await pool.query(`update todos set description = 'call home', notes = rpad('and', 30000, ' say hello')`);
  await stage().work();
  const [webhook] = await inbox.receive(1);
  expect(JSON.parse(webhook?.body ?? '').data.todo).toMatchObject({
    description: 'call home',
    notes: null,
    notes_truncated: true,
  });
  const [message] = await phone.receive(1);
  const text: string = JSON.parse(message?.body ?? '').message;
  expect(text).toMatch(/and say hello say hello.*…$/s);
  expect(Buffer.byteLength(text)).toBeGreaterThan(4000);
});
