import { currentRequestId } from './request-id.ts';
import type { Sql } from './sql-of.ts';

/** A reminder whose moment is further back than this when it is written is missed and never rings. */
const missedAfter = "interval '60 seconds'";
/** How near a reminder must be for its write to wake the worker, which looks by itself every 30 s. */
const wakeWithin = "interval '60 seconds'";

/** The state of a reminder that is written now for the moment in `column`. */
export const stateWhenWritten = (column: string) =>
  `case when ${column} < now() - ${missedAfter} then 'missed' else 'pending' end`;

/** Wakes the worker, once per transaction, if a reminder in the CTE `reminder` is near; no row says it was not needed. */
export const wakeWorker = `
  select pg_notify('reminder_due', '') from reminder
  where state = 'pending' and fire_at <= now() + ${wakeWithin} limit 1`;

// A new moment is a new generation: what an older one still has queued is not sent, and receivers see another id.
const setText = `
  with reminder as (
    insert into reminders (user_id, todo_id, trigger, fire_at, state, request_id)
    select $1::bigint, todo_id, trigger, fire_at, ${stateWhenWritten('fire_at')}, $3::text
    from json_to_recordset($2::json) as wanted (todo_id bigint, trigger text, fire_at timestamptz)
    on conflict (user_id, todo_id, trigger) do update
      set fire_at = excluded.fire_at, state = excluded.state, generation = reminders.generation + 1, fired_at = null,
          request_id = excluded.request_id
    returning fire_at, state
  )
  ${wakeWorker}`;

/** A moment to ring for a todo, and what of it asks for that. */
export interface Wanted {
  todo_id: number;
  /** the text of a rule, or `snooze` */
  trigger: string;
  fire_at: Date;
}

/** Lets todos of an account ring at these moments. */
export async function setReminders(sql: Sql, accountId: number, wanted: Wanted[]): Promise<void> {
  if (wanted.length === 0) return;
  await sql.query({ text: setText, values: [accountId, JSON.stringify(wanted), currentRequestId()] });
}
