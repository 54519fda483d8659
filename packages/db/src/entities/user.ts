import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, id, moment } from './columns.ts';
import type { ReminderRule } from './reminder.ts';

const schema = defineEntity({
  name: 'User',
  tableName: 'users',
  checks: [
    { name: 'users_email_check', expression: 'email = lower(email)' },
    {
      name: 'users_quiet_hours_check',
      expression: '(quiet_hours_start is null) = (quiet_hours_end is null) and quiet_hours_start <> quiet_hours_end',
    },
  ],
  properties: {
    id: id(),
    // in lower case, and null for an owner that has none and an account that is being deleted
    email: p.text().nullable().unique(),
    // argon2id as a PHC string; null where no password was chosen yet
    passwordHash: p.text().nullable(),
    name: p.text().nullable(),
    // IANA
    timeZone: p.text().default('UTC'),
    // when all-day todos ring, in that zone
    defaultReminderTime: p.time(0).default('09:00'),
    // of new todos; null for the moment they are due
    defaultReminders: p.json().$type<ReminderRule[]>().nullable(),
    quietHoursStart: p.time(0).nullable(),
    quietHoursEnd: p.time(0).nullable(),
    // by the operator: nobody gets in, and nothing rings
    disabledAt: moment().nullable(),
    // by its person: the rows are being deleted, this one last
    deletedAt: moment().nullable(),
    // makes ids of rows into names that no other account or server uses
    uidNamespace: p.uuid().defaultRaw('gen_random_uuid()'),
    createdAt: createdAt(),
  },
});

/** An account. Row 1 is the owner of the server, made by the migration that creates the table. */
export class User extends schema.class {}
schema.setClass(User);

/** The account a row belongs to; rows go when it goes. */
export const userId = () => p.manyToOne(User).mapToPk().deleteRule('cascade').index(false).fieldName('user_id');
