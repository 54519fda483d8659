import type { Content, DueTodo, Envelope } from '../channels/message.ts';
import { shorten } from '../channels/shorten.ts';

/** Standard Webhooks 1.0, "Payload structure", asks for less than 20 kB. */
const longestBody = 20_000;
/** How much of a description stays in a digest that would be too long otherwise. */
const briefDescription = 200;

const fits = (body: string) => Buffer.byteLength(body) < longestBody;

/** The body of a webhook, `{type, timestamp, data}` as JSON. Throws for what webhooks do not tell. */
export function composeWebhook(content: Content, { now }: Pick<Envelope, 'now'>): string {
  const timestamp = now.toISOString();
  switch (content.kind) {
    case 'reminder':
      return reminderFired(content);
    case 'digest':
      return remindersDigest(content.due, timestamp);
    case 'notice': {
      const { event, channel, reason } = content.notice;
      return JSON.stringify({ type: event, timestamp, data: { channel, reason } });
    }
    case 'test':
      return JSON.stringify({ type: 'channel.test', timestamp, data: { channel: content.channel } });
    default:
      throw new Error(`a webhook cannot tell what is about the account itself: ${content.kind}`);
  }
}

/**
 * The body of a `reminder.fired` webhook. Notes too long for it are left out and marked `notes_truncated`; a description
 * too long for it even then ends in "…" and is marked `description_truncated`. All of both is in the API.
 */
function reminderFired({ reminder, todo }: DueTodo): string {
  const body = (told: object) =>
    JSON.stringify({ type: 'reminder.fired', timestamp: reminder.fired_at, data: { reminder, todo: told } });
  const whole = body(todo);
  if (fits(whole)) return whole;
  const brief = { ...todo, ...withoutNotes(todo) };
  const short = body(brief);
  if (fits(short)) return short;
  const cut = (description: string) => body({ ...brief, description, description_truncated: true });
  return cut(shorten(todo.description, (description) => fits(cut(description))));
}

/**
 * The body of a `reminders.digest` webhook. One that is too long goes without notes and with short descriptions, marked
 * like those of `reminder.fired`, and tells the first reminders of `total`.
 */
function remindersDigest(due: DueTodo[], timestamp: string): string {
  const body = (reminders: DueTodo[]) =>
    JSON.stringify({ type: 'reminders.digest', timestamp, data: { total: due.length, reminders } });
  const whole = body(due.map(({ reminder, todo }) => ({ reminder, todo })));
  if (fits(whole)) return whole;
  const brief = due.map(({ reminder, todo }) => ({ reminder, todo: abridge(todo) }));
  let size = Buffer.byteLength(body([]));
  const tooMany = brief.findIndex((entry) => {
    size += Buffer.byteLength(JSON.stringify(entry)) + 1;
    return size >= longestBody;
  });
  return body(tooMany === -1 ? brief : brief.slice(0, tooMany));
}

function abridge(todo: DueTodo['todo']): DueTodo['todo'] {
  const description = shorten(todo.description, (text) => text.length <= briefDescription);
  const mark = description === todo.description ? {} : { description_truncated: true };
  return { ...todo, description, ...mark, ...withoutNotes(todo) };
}

function withoutNotes({ notes }: DueTodo['todo']) {
  return notes ? { notes: null, notes_truncated: true } : {};
}
