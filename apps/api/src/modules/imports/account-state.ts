import type { ReminderRule } from 'db';
import { listUid } from 'db/sql';
import { accountGone } from '../../problem.ts';
import type { Sql } from '../../sql-of.ts';
import type { Rules } from './prepare-todo.ts';

/** What of an account has a say in what a file becomes in it. */
export interface AccountState extends Rules {
  /** what ids of its rows are made into names with */
  namespace: string;
  /** it has neither todos nor lists */
  isEmpty: boolean;
  /** the first that a name means comes first */
  lists: ListState[];
}

export interface ListState {
  id: number;
  uid: string;
  name: string;
  default_reminders: ReminderRule[] | null;
}

const stateText = `
  select u.time_zone, u.default_reminder_time::text as reminder_time, u.default_reminders, u.uid_namespace as namespace,
         not exists (select from todos where user_id = u.id) as has_no_todos,
         coalesce((
           select json_agg(row_to_json(r)) from (
             select l.id, ${listUid} as uid, l.name, l.default_reminders
             from lists l where l.user_id = u.id order by l.archived_at is not null, l.id
           ) r
         ), '[]') as lists
  from users u where u.id = $1::bigint and u.deleted_at is null`;

/** Throws unauthorized where the account is gone. */
export async function readAccountState(sql: Sql, accountId: number): Promise<AccountState> {
  const { rows } = await sql.query<{
    time_zone: string;
    reminder_time: string;
    default_reminders: ReminderRule[] | null;
    namespace: string;
    has_no_todos: boolean;
    lists: ListState[];
  }>({ text: stateText, values: [accountId] });
  if (!rows[0]) throw accountGone();
  const { time_zone, reminder_time, default_reminders, namespace, has_no_todos, lists } = rows[0];
  return {
    timeZone: time_zone,
    defaultReminderTime: reminder_time,
    defaultReminders: default_reminders,
    namespace,
    isEmpty: has_no_todos && lists.length === 0,
    lists,
  };
}

/** Whether todos would ring at the same moments in both. */
export function isSameBasis(a: AccountState, b: AccountState): boolean {
  return basisOf(a) === basisOf(b);
}

function basisOf({ timeZone, defaultReminderTime, defaultReminders, lists }: AccountState): string {
  const ofLists = lists.filter(({ default_reminders }) => default_reminders !== null);
  return JSON.stringify([timeZone, defaultReminderTime, defaultReminders, ofLists]);
}
