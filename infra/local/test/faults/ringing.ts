import { until } from 'db/testing';
import type pg from 'pg';
import { expect } from 'vitest';
import type { Inbox } from '../inbox.ts';

/** Adds a webhook channel of the owner. */
export async function addChannel(pool: pg.Pool, url: string): Promise<void> {
  await pool.query(`insert into channels (user_id, kind, name, url, secret) values (1, 'webhook', 'test', $1, $2)`, [
    url,
    `whsec_${Buffer.alloc(32, 'duebell').toString('base64')}`,
  ]);
}

/** Waits until nothing is pending or queued: each reminder of a todo that was still open when it was due has fired once, and arrived. */
export async function demandAllRang(pool: pg.Pool, inbox: Inbox): Promise<void> {
  await until(
    'everything has rung',
    async () => {
      const { rows } = await pool.query(
        `select from reminders where state = 'pending' union all select from deliveries where state = 'queued' limit 1`,
      );
      return rows.length === 0;
    },
    60_000,
  );
  const { rows } = await pool.query<{ webhook_id: string; state: string }>('select webhook_id, state from deliveries');
  const ids = new Set(inbox.received.map(({ id }) => id));
  expect(rows.filter(({ webhook_id, state }) => state === 'delivered' && !ids.has(webhook_id))).toEqual([]);
  const { rows: missed } = await pool.query(
    `select id from todos t where due_date is not null and not completed and not exists (
       select from reminders r join deliveries d on d.reminder_id = r.id where r.todo_id = t.id and d.state = 'delivered'
     )`,
  );
  expect(missed).toEqual([]);
  const { rows: twice } = await pool.query(
    `select resource_id from changes where resource = 'reminder' group by resource_id having count(*) > 1`,
  );
  expect(twice).toEqual([]);
}
