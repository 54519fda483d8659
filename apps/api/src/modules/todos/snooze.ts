import type { EntityManager } from '@mikro-orm/postgresql';
import type { Todo } from 'db';
import { momentAfter, parseDateTime } from 'schedule';
import { demandMatch } from '../../preconditions.ts';
import { invalidBody, Problem } from '../../problem.ts';
import { snoozeTrigger } from '../../ringing.ts';
import { sqlOf } from '../../sql-of.ts';
import type { Snooze } from './reminder-schemas.ts';
import { lockedTodo, type Read, touch, type Which, type Work, workOnTodo } from './work.ts';

/** How far ahead a snooze may reach. */
const longestMs = 366 * 86_400_000;

/**
 * Lets a todo ring again later. What it still has to ring until then is silent, unless `silences` is `nothing`, as where
 * somebody answers a reminder that has rung. Throws not_found, precondition_failed, invalid_request, and conflict where
 * the todo is completed.
 */
export async function snoozeTodo(
  em: EntityManager,
  accountId: number,
  which: Which,
  snooze: Snooze,
  silences: 'everything' | 'nothing' = 'everything',
): Promise<Read> {
  return workOnTodo(em, accountId, which.id, async (work) => {
    const todo = lockedTodo(work, which.id);
    demandMatch(which.ifMatch, todo.version);
    const until = applySnooze(work, todo, snooze);
    if (silences === 'everything')
      work.silencing.set(todo, ({ trigger, fireAt }) => trigger !== snoozeTrigger && fireAt <= until);
  });
}

/**
 * Lets a todo ring as its rules say, and no more for its snooze; one that is not snoozed is left as it is. Throws not_found
 * and precondition_failed.
 */
export async function endSnooze(em: EntityManager, accountId: number, which: Which): Promise<Read> {
  return workOnTodo(em, accountId, which.id, async (work) => {
    const todo = lockedTodo(work, which.id);
    demandMatch(which.ifMatch, todo.version);
    if (!todo.snoozedUntil) return;
    todo.snoozedUntil = null;
    touch(work, todo);
    work.retimed.add(todo);
  });
}

/**
 * Lets the todo of a reminder ring again later; of what it still has to ring, that reminder alone is silent. Throws
 * not_found, invalid_request, and conflict where the todo is completed.
 */
export async function snoozeReminder(em: EntityManager, accountId: number, id: number, snooze: Snooze): Promise<Read> {
  const gone = new Problem('not_found', `There is no reminder ${id}.`);
  // a reminder stays that of its todo: it can be asked for before that is locked
  const { rows } = await sqlOf(em).query<{ todo_id: number }>({ text: todoText, values: [accountId, id] });
  const todoId = rows[0]?.todo_id;
  if (todoId === undefined) throw gone;
  return workOnTodo(em, accountId, todoId, async (work) => {
    const todo = work.todos.get(todoId);
    if (!todo || todo.deletedAt !== null) throw gone;
    applySnooze(work, todo, snooze);
    work.silencing.set(todo, (reminder) => reminder.id === id && reminder.trigger !== snoozeTrigger);
  });
}

const todoText = `select todo_id::float8 as todo_id from reminders where user_id = $1::bigint and id = $2::bigint`;

/** Answers until when. */
function applySnooze(work: Work, todo: Todo, snooze: Snooze): Date {
  if (todo.completed) throw new Problem('conflict', `Todo ${todo.id} is completed.`);
  const until = readUntil(snooze, work.account.now, todo.timeZone ?? work.account.timeZone);
  todo.snoozedUntil = until;
  touch(work, todo);
  work.retimed.add(todo);
  return until;
}

function readUntil(snooze: Snooze, now: Date, zone: string): Date {
  const until = 'until' in snooze ? parseDateTime(snooze.until) : momentAfter(now, snooze.duration, zone);
  if (!until) throw invalidBody('', 'must say until when, or for how long');
  if (until <= now) throw invalidBody('/until', 'must be in the future');
  if ('until' in snooze && until.getTime() - now.getTime() > longestMs)
    throw invalidBody('/until', 'must be at most 366 days ahead');
  return until;
}
