import Type, { type Static } from 'typebox';
import { clockTime, dueDate, moment, nullable, text, timeZone } from './fields.ts';
import { defaultRules, reminderRules } from './reminder-rules.ts';

// What leaves an account as JSON and comes into one: nothing in it depends on the ids of a server. Todos and lists have a
// `uid` instead (see `todoUid` in packages/db), and labels their name.

/** What a todo or list is called, on whatever server. */
const uid = text(1, 500);

/** What an account decides for all of its todos. */
export const PortableSettings = Type.Object(
  {
    name: nullable(text(1, 200)),
    time_zone: timeZone,
    default_reminder_time: clockTime,
    default_reminders: nullable(defaultRules),
    quiet_hours: nullable(Type.Object({ start: clockTime, end: clockTime }, { additionalProperties: false })),
  },
  { additionalProperties: false },
);
export type PortableSettings = Static<typeof PortableSettings>;

export const PortableList = Type.Object(
  {
    uid,
    name: text(1, 200),
    default_reminders: nullable(defaultRules),
    archived_at: nullable(moment),
    created_at: moment,
    updated_at: moment,
  },
  { additionalProperties: false },
);
export type PortableList = Static<typeof PortableList>;

export const PortableLabel = Type.Object(
  { name: text(1, 100), created_at: moment, updated_at: moment },
  {
    additionalProperties: false,
  },
);
export type PortableLabel = Static<typeof PortableLabel>;

/** In characters. Of todos that were taken over from the tutorial's database, what leaves may be longer, or empty. */
export const longestDescription = 10_000;

/** A todo with all that makes it ring and come again. */
export const PortableTodo = Type.Object(
  {
    uid,
    list_uid: nullable(uid),
    // of the todo that it is a part of
    parent_uid: nullable(uid),
    description: text(1, longestDescription),
    notes: nullable(text(0, 50_000)),
    priority: Type.Integer({ minimum: 0, maximum: 4 }),
    labels: Type.Array(text(1, 100), { maxItems: 100 }),
    due_date: nullable(dueDate),
    time_zone: nullable(timeZone),
    reminders: reminderRules,
    snoozed_until: nullable(moment),
    recurrence: nullable(text(1, 500)),
    recurrence_from: Type.Enum(['due', 'completion']),
    // where the series begins, and how many of it were done since
    recurrence_start: nullable(text(1, 64)),
    recurrence_done: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }),
    // occurrences that were completed, the first first
    completions: Type.Array(Type.Object({ due_date: dueDate, completed_at: moment }, { additionalProperties: false })),
    completed: Type.Boolean(),
    completed_at: nullable(moment),
    // in the trash since then
    deleted_at: nullable(moment),
    created_at: moment,
    updated_at: moment,
  },
  { additionalProperties: false },
);
export type PortableTodo = Static<typeof PortableTodo>;

/** All of an account: lists and todos in their order, the parts of a todo wherever they stand. */
export const PortableAccount = Type.Object(
  {
    format: Type.Literal('duebell'),
    version: Type.Literal(1),
    exported_at: moment,
    settings: PortableSettings,
    lists: Type.Array(PortableList),
    labels: Type.Array(PortableLabel),
    todos: Type.Array(PortableTodo),
  },
  { $id: 'PortableAccount', additionalProperties: false },
);
export type PortableAccount = Static<typeof PortableAccount>;
