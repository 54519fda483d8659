import { createTestDatabase, type TestDatabase, until } from 'db/testing';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPool } from '../src/create-pool.ts';
import { claimDeliveries } from '../src/delivery/claim.ts';
import { promoteDeliveries } from '../src/delivery/promote.ts';
import { settleDeliveries } from '../src/delivery/settle.ts';
import { fireDue } from '../src/firing/fire-due.ts';
import { addChannel, addReminders, readLog, testSecret } from './arrange.ts';

let database: TestDatabase;
/** somebody else's session: an edit in the API */
let editor: pg.Client;

beforeEach(async () => {
  database = await createTestDatabase();
  editor = new pg.Client({ connectionString: database.url });
  await editor.connect();
});

afterEach(async () => {
  await editor.end();
  await database.drop();
});

const lease = { lane: 'webhook', limit: 10, limitOfReceiver: 10, leaseMs: 30_000, worker: 'test' } as const;

async function states(): Promise<string[]> {
  const { rows } = await database.pool.query<{ state: string }>('select state from reminders order by id');
  return rows.map(({ state }) => state);
}

test('a reminder that is being edited is not fired; it is looked at again soon, and fires if it was left as it was', async () => {
  await addReminders(database.pool, 2);
  await editor.query('begin');
  await editor.query('select from reminders where id = 1 for update');
  expect(await fireDue(database.pool, 10)).toMatchObject({ fired: 1, nextMs: 50 });
  expect(await states()).toEqual(['pending', 'fired']);
  await editor.query('commit');
  expect(await fireDue(database.pool, 10)).toMatchObject({ fired: 1, nextMs: null });
});

test('a reminder moved while it is due does not fire at the old moment', async () => {
  await addReminders(database.pool, 1);
  await editor.query('begin');
  await editor.query(`update reminders set fire_at = now() + interval '1 hour', generation = 2 where id = 1`);
  expect(await fireDue(database.pool, 10)).toMatchObject({ fired: 0, nextMs: 50 });
  await editor.query('commit');
  const { fired, nextMs } = await fireDue(database.pool, 10);
  expect(fired).toBe(0);
  expect(nextMs).toBeGreaterThan(3_590_000);
  expect(await states()).toEqual(['pending']);
});

test('a channel deleted while reminders fire is left out, and the others ring', async () => {
  const [gone, stays] = [await addChannel(database.pool, 'http://a/'), await addChannel(database.pool, 'http://b/')];
  await addReminders(database.pool, 1);
  await editor.query('begin');
  await editor.query('delete from channels where id = $1', [gone]);
  const firing = fireDue(database.pool, 10);
  await until('firing waits for the deletion', async () => {
    const { rows } = await database.pool.query(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    return rows.length > 0;
  });
  await editor.query('commit');
  expect(await firing).toMatchObject({ fired: 1, queued: 1 });
  const { rows } = await database.pool.query('select channel_id::int from deliveries');
  expect(rows).toEqual([{ channel_id: stays }]);
});

test.each([
  ['the todo was completed', 'update todos set completed = true'],
  ['the reminder was moved', 'update reminders set generation = 2'],
  ['the channel is disabled: test', `update channels set enabled = false, disabled_reason = 'test'`],
])('what is claimed is looked at once more: %s', async (reason, edit) => {
  await addChannel(database.pool, 'http://a/');
  await addReminders(database.pool, 1);
  await fireDue(database.pool, 10);
  await database.pool.query(edit);
  const { claimed } = await claimDeliveries(database.pool, lease);
  expect(claimed).toMatchObject([{ obsolete: reason }]);
});

test('of a digest that is claimed, nothing is left to do once its todos are completed', async () => {
  const id = await addChannel(database.pool, 'http://a/');
  await addReminders(database.pool, 2);
  await fireDue(database.pool, 10);
  await database.pool.query(
    `with digest as (
       insert into deliveries (user_id, kind, channel_id, webhook_id, scheduled_for, fired_at, next_at)
       values (1, 'digest', $1, 'digest', now(), now(), now()) returning id
     )
     update deliveries d set state = 'folded', digest_id = digest.id from digest where d.kind = 'reminder'`,
    [id],
  );
  await database.pool.query('update todos set completed = true where id = (select min(id) from todos)');
  const { claimed } = await claimDeliveries(database.pool, lease);
  expect(claimed).toMatchObject([{ obsolete: null, folded: [{ todo: { description: 'todo' } }] }]);
  await database.pool.query(`update deliveries set ready = true, worker = null, next_at = now() where kind = 'digest'`);
  await database.pool.query('update todos set completed = true');
  const { claimed: again } = await claimDeliveries(database.pool, lease);
  expect(again).toMatchObject([{ obsolete: 'nothing of it is left to do', folded: null }]);
});

test('a message tells the moment that the reminder fired for, wherever the account has moved its time since', async () => {
  await addChannel(database.pool, 'http://a/');
  await addReminders(database.pool, 1);
  await fireDue(database.pool, 10);
  const { rows } = await database.pool.query<{ fire_at: Date }>('select fire_at from reminders');
  await database.pool.query(`update reminders set fire_at = now() + interval '3 hours'`);
  const { claimed } = await claimDeliveries(database.pool, lease);
  expect(claimed).toMatchObject([{ obsolete: null, reminder: { scheduled_for: rows[0]?.fire_at.toISOString() } }]);
});

test('what a channel signed with within a day signs beside its secret, the newest first', async () => {
  const id = await addChannel(database.pool, 'http://a/');
  const until = (ms: number) => new Date(Date.now() + ms).toISOString();
  const previous = [
    { secret: 'whsec_over', until: until(-1000) },
    { secret: 'whsec_older', until: until(3_600_000) },
    { secret: 'whsec_old', until: until(7_200_000) },
  ];
  await database.pool.query('update channels set previous_secrets = $1 where id = $2', [JSON.stringify(previous), id]);
  await addReminders(database.pool, 1);
  await fireDue(database.pool, 10);
  const { claimed } = await claimDeliveries(database.pool, lease);
  expect(claimed).toMatchObject([{ channel: { secrets: [testSecret, 'whsec_old', 'whsec_older'] } }]);
});

test('a delivery cancelled while it is being sent stays cancelled', async () => {
  await addChannel(database.pool, 'http://a/');
  await addReminders(database.pool, 1);
  await fireDue(database.pool, 10);
  const { claimed } = await claimDeliveries(database.pool, lease);
  await database.pool.query(`update deliveries set state = 'cancelled', worker = null`);
  const [{ id, claim } = { id: 0, claim: 0 }] = claimed;
  const attempt = { at: Date.now(), durationMs: 1, status: 200 };
  const settlement = {
    id,
    claim,
    state: 'delivered',
    delayMs: null,
    until: null,
    heldFor: null,
    error: null,
    attempt,
  } as const;
  expect(await settleDeliveries(database.pool, [settlement])).toBe(0);
  expect(await readLog(database.pool)).toMatchObject([{ state: 'cancelled', attempts: 0 }]);
});

test('what waits says when it can go on: a lease that ends, a retry', async () => {
  await addChannel(database.pool, 'http://a/');
  await addReminders(database.pool, 2);
  await fireDue(database.pool, 10);
  expect(await promoteDeliveries(database.pool, 10)).toEqual({ promoted: 0, nextMs: null });
  await claimDeliveries(database.pool, { ...lease, limit: 1, leaseMs: 2000 });
  const { claimed } = await claimDeliveries(database.pool, lease);
  expect(claimed).toHaveLength(1);
  const { promoted, nextMs } = await promoteDeliveries(database.pool, 10);
  expect(promoted).toBe(0);
  expect(nextMs).toBeGreaterThan(0);
  expect(nextMs).toBeLessThanOrEqual(2000);
  await database.pool.query(`update deliveries set next_at = now()`);
  expect(await promoteDeliveries(database.pool, 10)).toMatchObject({ promoted: 2 });
  expect((await claimDeliveries(database.pool, lease)).claimed).toMatchObject([{ takeover: true }, { takeover: true }]);
});

test('a delivery that an edit holds is looked at again soon', async () => {
  await addChannel(database.pool, 'http://a/');
  await addReminders(database.pool, 2);
  await fireDue(database.pool, 10);
  await editor.query('begin');
  await editor.query('select from deliveries where id = 1 for update');
  expect(await claimDeliveries(database.pool, lease)).toMatchObject({ claimed: [{ id: 2 }], held: true });
  await editor.query('commit');
  expect(await claimDeliveries(database.pool, lease)).toMatchObject({ claimed: [{ id: 1 }], held: false });
});

test('an idle look at a large future reads a handful of pages', async () => {
  await addReminders(database.pool, 20_000, 3_600_000);
  await database.pool.query('vacuum analyze reminders');
  const plan = async () => {
    const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, buffers) select id from reminders where state = 'pending' and fire_at <= now() order by fire_at limit 500`,
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  await plan();
  const buffers = [...(await plan()).matchAll(/shared hit=(\d+)/g)].map((match) => Number(match[1]));
  expect(buffers[0]).toBeLessThan(10);
});

test('firing a few of many is planned once, and reads what it fires', async () => {
  const pool = createPool(database.appUrl, 1);
  await addChannel(pool, 'http://a/');
  await addReminders(database.pool, 20_000, 3_600_000);
  await database.pool.query('vacuum analyze');
  await fireDue(pool, 500);
  await addReminders(database.pool, 10);
  const explained = await pool.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
    "explain (analyze, buffers, format json) execute fire_due(500, '{}')",
  );
  const { Plan: plan = {} } = explained.rows[0]?.['QUERY PLAN'][0] ?? {};
  const fired = await readLog(database.pool);
  const { rows: prepared } = await pool.query('select name, custom_plans::int from pg_prepared_statements');
  await pool.end();
  expect(fired).toHaveLength(10);
  expect(prepared).toEqual([{ name: 'fire_due', custom_plans: 0 }]);
  expect(plan['Shared Hit Blocks']).toBeLessThan(1000);
});

test('a disabled account is rung no more: what fires reaches nobody, what is queued is not sent', async () => {
  await addChannel(database.pool, 'http://a/');
  await addReminders(database.pool, 1);
  await fireDue(database.pool, 10);
  await database.pool.query('update users set disabled_at = now()');
  await addReminders(database.pool, 1);
  expect(await fireDue(database.pool, 10)).toMatchObject({ fired: 1, queued: 0 });
  const { claimed } = await claimDeliveries(database.pool, lease);
  expect(claimed).toMatchObject([{ obsolete: 'the account is disabled' }]);
});

test('messages of a lane that nobody serves stay queued and hold up nothing', async () => {
  await database.pool.query(`
    with reset as (
      insert into password_resets (user_id, expires_at) select 1, now() from generate_series(1, 20) returning id
    )
    insert into deliveries (user_id, kind, lane, password_reset_id, recipient, webhook_id, scheduled_for, fired_at, next_at)
    select 1, 'account', 'email', id, 'a@example.com', id::text, now(), now(), now() - interval '1 hour' from reset`);
  await addChannel(database.pool, 'http://a/');
  await addReminders(database.pool, 1);
  await fireDue(database.pool, 10);
  const { claimed, held } = await claimDeliveries(database.pool, lease);
  expect(claimed).toMatchObject([{ obsolete: null, reminder: expect.anything() }]);
  expect(held).toBe(false);
  const log = await readLog(database.pool);
  expect(log.filter(({ claim }) => claim === 0)).toHaveLength(20);
});
