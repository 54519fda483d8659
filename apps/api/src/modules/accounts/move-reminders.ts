import { parseDueDate, reminderMoment } from 'schedule';
import { stateWhenWritten, wakeWorker } from '../../reminder-writes.ts';
import { currentRequestId } from '../../request-id.ts';
import { slices } from '../../slices.ts';
import type { Sql } from '../../sql-of.ts';

// Of the reminders that are still to ring, or may be again, those that the account has a say in: what is due all day rings at its time, and
// days before a moment are counted in its zone where the todo has none. A rule that is no moment begins with a P. What was
// due more than two days ago rings at no time that an account can have.
const groupsText = `
  select to_char(t.due_on, 'YYYY-MM-DD') as due_on,
         case when t.due_on is null then to_char(t.due_date at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end as due_at,
         t.time_zone, r.trigger, json_agg(r.id) as ids
  from reminders r join todos t on t.user_id = r.user_id and t.id = r.todo_id
  where r.user_id = $1::bigint and (
    r.state = 'pending' or t.due_date > now() - interval '2 days' and (
      r.state = 'missed' and not t.completed and t.deleted_at is null or r.state = 'fired'
    )
  ) and (
    t.due_on is not null and r.trigger ~ '^-{0,1}P' or t.due_on is null and t.time_zone is null and r.trigger ~ '^-P[0-9]'
  )
  group by t.due_on, t.due_date, t.time_zone, r.trigger`;

// What has rung, also meanwhile, has rung for the moment that its todo rings at now: no edit lets it ring again. It keeps
// all else, so that what is queued for it is sent; and what rang for an earlier due date stays where it was.
const moveText = `
  with moving as (
    select r.id, wanted.fire_at, r.state = 'fired' as has_rung
    from json_to_recordset($2::json) as wanted (id bigint, fire_at timestamptz, was timestamptz)
    join reminders r on r.user_id = $1::bigint and r.id = wanted.id
    where r.fire_at <> wanted.fire_at and (
      r.state = 'pending' or r.state = 'missed' and wanted.fire_at > now() or r.state = 'fired' and r.fire_at = wanted.was
    )
    order by r.id for update of r
  ), reminder as (
    update reminders r
    set fire_at = moving.fire_at, generation = case when has_rung then generation else generation + 1 end,
        state = case when has_rung then state else ${stateWhenWritten('moving.fire_at')} end,
        request_id = $3::text
    from moving where r.id = moving.id
    returning r.fire_at, r.state
  )
  ${wakeWorker}`;

/** Reminders that ring at the same moment, for the same reason. */
interface Group {
  /** YYYY-MM-DD */
  due_on: string | null;
  due_at: string | null;
  time_zone: string | null;
  trigger: string;
  ids: number[];
}

/** What of an account has a say in when its todos ring. */
interface Clocks {
  /** IANA */
  timeZone: string;
  /** HH:MM, also with seconds */
  defaultReminderTime: string;
}

/** Lets todos ring at the time and in the zone that the account, which is locked, has now, where it has a say in that. */
export async function moveReminders(
  sql: Sql,
  accountId: number,
  { from, to }: { from: Clocks; to: Clocks },
): Promise<void> {
  const { rows } = await sql.query<Group>({ text: groupsText, values: [accountId] });
  const wanted = rows.flatMap((group) => {
    const moments = { fire_at: momentOf(to, group), was: momentOf(from, group) };
    return group.ids.map((id) => ({ id, ...moments }));
  });
  wanted.sort((a, b) => a.id - b.id);
  for (const some of slices(wanted))
    await sql.query({ text: moveText, values: [accountId, JSON.stringify(some), currentRequestId()] });
}

function momentOf({ timeZone, defaultReminderTime }: Clocks, { due_on, due_at, time_zone, trigger }: Group): Date {
  const due = parseDueDate(due_on ?? due_at ?? '');
  if (!due) throw new Error(`a reminder ${trigger} without a due date`);
  return reminderMoment(due, trigger, { zone: time_zone ?? timeZone, defaultReminderTime });
}
