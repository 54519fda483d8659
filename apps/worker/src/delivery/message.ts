import type { DueTodo } from '../channels/message.ts';

/** Standard Webhooks 1.0, "Payload structure", asks for less than 20 kB. */
const longestBody = 20_000;

/**
 * The body of a `reminder.fired` webhook. Notes too long for it are left out and marked `notes_truncated`; a description
 * too long for it even then ends in "…" and is marked `description_truncated`. All of both is in the API.
 */
export function reminderFired({ reminder, todo }: DueTodo): string {
  const body = (description = todo.description, marks = {}) =>
    JSON.stringify({
      type: 'reminder.fired',
      timestamp: reminder.fired_at,
      data: { reminder, todo: { ...todo, description, ...marks } },
    });
  const whole = body();
  if (Buffer.byteLength(whole) < longestBody) return whole;
  const withoutNotes = todo.notes ? { notes: null, notes_truncated: true } : {};
  const short = body(todo.description, withoutNotes);
  if (Buffer.byteLength(short) < longestBody) return short;

  const characters = [...todo.description];
  const cut = (length: number) =>
    body(`${characters.slice(0, length).join('')}…`, { ...withoutNotes, description_truncated: true });
  // the longest beginning that fits: characters take 1 to 12 bytes as JSON, so search instead of counting
  let [fits, tooLong] = [0, characters.length];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (Buffer.byteLength(cut(middle)) < longestBody) fits = middle;
    else tooLong = middle;
  }
  return cut(fits);
}
