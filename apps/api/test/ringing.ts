import type { TestApi } from './api.ts';

// What tests of reminders have in common: moments, and a look at the rows.

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** RFC 3339, so many ms from now. */
export const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

export interface ReminderRow {
  id: number;
  state: string;
  generation: number;
  /** RFC 3339 */
  at: string;
}

/** The reminders of a todo by their triggers. */
export async function remindersOf(api: TestApi, todoId: number): Promise<Record<string, ReminderRow>> {
  const { rows } = await api.database.pool.query<ReminderRow & { trigger: string; fire_at: Date }>(
    'select id::float8 as id, trigger, state, generation, fire_at from reminders where todo_id = $1',
    [todoId],
  );
  return Object.fromEntries(
    rows.map(({ trigger, id, state, generation, fire_at }) => [
      trigger,
      { id, state, generation, at: fire_at.toISOString() },
    ]),
  );
}

/** What the worker does when a reminder of the owner is due, without sending; answers the delivery that is queued. */
export async function fireReminder(api: TestApi, id: number): Promise<number> {
  const { rows } = await api.database.pool.query<{ id: number }>(
    `with channel as (
       insert into channels (user_id, kind, name, url, secret) values (1, 'webhook', 'a', 'http://a/', 'whsec_') returning id
     ), fired as (
       update reminders set state = 'fired', fired_at = now() where id = $1 returning *
     )
     insert into deliveries (user_id, kind, reminder_id, generation, channel_id, webhook_id, scheduled_for, fired_at, next_at)
     select 1, 'reminder', f.id, f.generation, c.id, 'x', f.fire_at, now(), now() from fired f, channel c
     returning id::float8 as id`,
    [id],
  );
  if (!rows[0]) throw new Error(`there is no reminder ${id}`);
  return rows[0].id;
}

/** The state of a delivery, and the reminder that it still refers to. */
export async function deliveryOf(api: TestApi, id: number): Promise<{ state: string; reminder: number | null }> {
  const { rows } = await api.database.pool.query<{ state: string; reminder: number | null }>(
    'select state, reminder_id::float8 as reminder from deliveries where id = $1',
    [id],
  );
  if (!rows[0]) throw new Error(`there is no delivery ${id}`);
  return rows[0];
}
