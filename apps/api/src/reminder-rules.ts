import type { ReminderRule } from 'db';
import { parseReminderOffset } from 'schedule';
import Type from 'typebox';
import { instantText } from './instant-text.ts';
import type { Sql } from './sql-of.ts';

// When todos ring, as clients say it and as the tables have it.

/** How many reminders a todo has at most. */
const maxReminders = 20;

/** What NULL in the tables stands for: a todo rings at the moment it is due. */
const standard: ReminderRule[] = [{ before: 'PT0S' }];

const before = Type.String({
  format: 'reminder-offset',
  maxLength: 64,
  description:
    'how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D',
  examples: ['-PT15M'],
});

const at = Type.String({
  format: 'date-time',
  maxLength: 64,
  description: 'a moment, whether there is a due date or not',
  examples: ['2126-12-01T07:00:00.000Z'],
});

/** The rules of a todo. */
export const reminderRules = Type.Array(
  Type.Unsafe<ReminderRule>({
    ...Type.Object({ before, at }, { additionalProperties: false }),
    required: [],
    minProperties: 1,
    maxProperties: 1,
    description: 'either `before` or `at`',
    examples: [{ before: '-PT15M' }],
  }),
  { maxItems: maxReminders },
);

/** The rules of todos that are new somewhere; a moment would be the same for all of them. */
export const defaultRules = Type.Array(Type.Object({ before }, { additionalProperties: false }), {
  maxItems: maxReminders,
});

/** Rules that their schema has checked, as they are stored: written one way, and each once. */
export function readRules(rules: readonly ReminderRule[]): ReminderRule[] {
  const read = new Map<string, ReminderRule>();
  for (const rule of rules) {
    const known = 'at' in rule ? { at: instantText(rule.at) } : { before: readOffset(rule.before) };
    read.set(triggerOf(known), known);
  }
  return [...read.values()];
}

/** The rules of a todo as its column has them: null for the standard. */
export function rulesColumn(rules: ReminderRule[] | null): ReminderRule[] | null {
  const [only, ...others] = rules ?? standard;
  return only && 'before' in only && only.before === 'PT0S' && others.length === 0 ? null : rules;
}

/** The rules that a column holds. */
export function rulesOf(column: ReminderRule[] | null | undefined): ReminderRule[] {
  return column ?? standard;
}

/** What a reminder is called that is made of a rule. */
export function triggerOf(rule: ReminderRule): string {
  return 'at' in rule ? rule.at : rule.before;
}

/** The rules of new todos in a list, or null where it has none of its own. */
export async function readListDefaults(sql: Sql, accountId: number, listId: number): Promise<ReminderRule[] | null> {
  const { rows } = await sql.query<{ rules: ReminderRule[] | null }>({
    name: 'defaults_of_list',
    text: 'select default_reminders as rules from lists where user_id = $1::bigint and id = $2::bigint',
    values: [accountId, listId],
  });
  return rows[0]?.rules ?? null;
}

function readOffset(text: string): string {
  const offset = parseReminderOffset(text);
  if (offset === undefined) throw new Error(`${text} is no reminder offset`);
  return offset;
}
