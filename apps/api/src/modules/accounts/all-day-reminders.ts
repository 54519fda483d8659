import { atLocalTime } from 'schedule';
import { stateWhenWritten, wakeWorker } from '../../reminder-writes.ts';
import type { Sql } from '../../sql-of.ts';

const daysText = `
  select distinct to_char(t.due_on, 'YYYY-MM-DD') as due_on, coalesce(t.time_zone, '') as time_zone
  from reminders r join todos t on t.user_id = r.user_id and t.id = r.todo_id
  where r.user_id = $1::bigint and r.state = 'pending' and t.due_on is not null`;

const moveText = `
  with moving as (
    select r.id, wanted.fire_at
    from json_to_recordset($2::json) as wanted (due_on date, time_zone text, fire_at timestamptz)
    join todos t on t.user_id = $1::bigint and t.due_on = wanted.due_on and coalesce(t.time_zone, '') = wanted.time_zone
    join reminders r on r.user_id = t.user_id and r.todo_id = t.id
    where r.state = 'pending' and r.fire_at <> wanted.fire_at
    order by r.id for update of r
  ), reminder as (
    update reminders r
    set fire_at = moving.fire_at, state = ${stateWhenWritten('moving.fire_at')}, generation = generation + 1
    from moving where r.id = moving.id
    returning r.fire_at, r.state
  )
  ${wakeWorker}`;

/** Lets todos that are due all day ring at the time and in the zone that the account, which is locked, has now. */
export async function moveAllDayReminders(
  sql: Sql,
  account: { id: number; timeZone: string; defaultReminderTime: string },
): Promise<void> {
  const { rows } = await sql.query<{ due_on: string; time_zone: string }>({ text: daysText, values: [account.id] });
  if (rows.length === 0) return;
  const wanted = rows.map(({ due_on, time_zone }) => ({
    due_on,
    time_zone,
    fire_at: atLocalTime(due_on, account.defaultReminderTime, time_zone || account.timeZone),
  }));
  await sql.query({ text: moveText, values: [account.id, JSON.stringify(wanted)] });
}
