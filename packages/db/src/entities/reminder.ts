import { defineEntity, type Opt, p } from '@mikro-orm/core';
import { createdAt, id, moment, parentsUserId } from './columns.ts';

const schema = defineEntity({
  name: 'Reminder',
  tableName: 'reminders',
  uniques: [{ properties: ['userId', 'id'] }, { properties: ['userId', 'todoId', 'trigger'] }],
  indexes: [
    { name: 'reminders_due_index', properties: ['fireAt'], where: "state = 'pending'" },
    { name: 'reminders_upcoming_index', properties: ['userId', 'fireAt', 'id'], where: "state = 'pending'" },
  ],
  checks: [
    { name: 'reminders_state_check', expression: "state in ('pending', 'fired', 'cancelled', 'missed', 'snoozed')" },
    { name: 'reminders_fired_at_check', expression: "(state = 'fired') = (fired_at is not null)" },
  ],
  properties: {
    id: id(),
    userId: parentsUserId(),
    todoId: p.bigint('number'),
    // what of the todo it rings for: how long before the due date (-PT15M), a moment (RFC 3339), or `snooze`
    trigger: p.text().$type<Opt<string>>().default('PT0S'),
    // part of every message's id: serial ids repeat after a restore, and receivers would drop new reminders as repeats
    key: p.uuid().defaultRaw('gen_random_uuid()'),
    // raised by every change of the moment; messages of an older generation are not sent
    generation: p.integer().default(1),
    // of one that has rung, when it would ring by the account's clocks of today: so that no edit lets it ring again
    fireAt: moment(),
    state: p.text().$type<ReminderState>(),
    firedAt: moment().nullable(),
    // the request that made it or moved it last, for the logs
    requestId: p.text().nullable(),
    createdAt: createdAt(),
  },
});

/** `snoozed`: it does not ring, since its todo rings again later. */
export type ReminderState = 'pending' | 'fired' | 'cancelled' | 'missed' | 'snoozed';

/** When to ring for a todo: an ISO 8601 duration before it is due, whose days keep the time of day, or a moment. */
export type ReminderRule = { before: string } | { at: string };

/** A moment to ring for a todo, made of one of its rules. */
export class Reminder extends schema.class {}
schema.setClass(Reminder);
