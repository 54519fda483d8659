import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, id, moment } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'Reminder',
  tableName: 'reminders',
  uniques: [{ properties: ['userId', 'id'] }, { properties: ['userId', 'todoId'] }],
  indexes: [{ name: 'reminders_due_index', properties: ['fireAt'], where: "state = 'pending'" }],
  checks: [
    { name: 'reminders_state_check', expression: "state in ('pending', 'fired', 'cancelled', 'missed')" },
    { name: 'reminders_fired_at_check', expression: "(state = 'fired') = (fired_at is not null)" },
  ],
  properties: {
    id: id(),
    userId: userId(),
    todoId: p.bigint('number'),
    // part of every message's id: serial ids repeat after a restore, and receivers would drop new reminders as repeats
    key: p.uuid().defaultRaw('gen_random_uuid()'),
    // raised by every change of the moment; messages of an older generation are not sent
    generation: p.integer().default(1),
    fireAt: moment(),
    state: p.text().$type<ReminderState>(),
    firedAt: moment().nullable(),
    createdAt: createdAt(),
  },
});

export type ReminderState = 'pending' | 'fired' | 'cancelled' | 'missed';

/** When to ring for a todo. */
export class Reminder extends schema.class {}
schema.setClass(Reminder);
