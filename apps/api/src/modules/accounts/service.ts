import type { EntityManager } from '@mikro-orm/postgresql';
import { User } from 'db';
import { accountColumns } from 'db/sql';
import { lockAccount } from '../../account-lock.ts';
import { invalidBody } from '../../problem.ts';
import { readRules } from '../../reminder-rules.ts';
import { sqlOf } from '../../sql-of.ts';
import { moveReminders } from './move-reminders.ts';
import type { AccountChange } from './schemas.ts';

const accountText = `select row_to_json(r)::text as json from (select ${accountColumns} from users u where u.id = ?) r`;

/** Applies a merge patch to an account; answers its JSON. */
export async function changeAccount(em: EntityManager, accountId: number, change: AccountChange): Promise<string> {
  return em.transactional(async (tx) => {
    const before = await lockAccount(sqlOf(tx), accountId);
    const account = await tx.findOneOrFail(User, accountId);
    if (change.name !== undefined) account.name = change.name;
    if (change.time_zone !== undefined) account.timeZone = change.time_zone;
    if (change.default_reminder_time !== undefined) account.defaultReminderTime = change.default_reminder_time;
    if (change.default_reminders !== undefined)
      account.defaultReminders = change.default_reminders && readRules(change.default_reminders);
    if (change.quiet_hours !== undefined) setQuietHours(account, change.quiet_hours);
    await tx.flush();
    if (change.time_zone !== undefined || change.default_reminder_time !== undefined)
      await moveReminders(sqlOf(tx), accountId, { from: before, to: account });
    const [row] = await tx.execute<{ json: string }[]>(accountText, [accountId]);
    if (!row) throw new Error(`account ${accountId} is gone within the transaction that locked it`);
    return row.json;
  });
}

function setQuietHours(account: User, change: { start?: string; end?: string } | null): void {
  const start = change && (change.start ?? account.quietHoursStart?.slice(0, 5));
  const end = change && (change.end ?? account.quietHoursEnd?.slice(0, 5));
  if (start === undefined) throw invalidBody('/quiet_hours/start', 'is required where there are none yet');
  if (end === undefined) throw invalidBody('/quiet_hours/end', 'is required where there are none yet');
  if (start !== null && start === end) throw invalidBody('/quiet_hours/end', 'must be another time than the start');
  account.quietHoursStart = start;
  account.quietHoursEnd = end;
}
