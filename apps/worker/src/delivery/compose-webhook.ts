import type { Content, DueTodo, Envelope } from '../channels/message.ts';
import { shorten } from '../channels/shorten.ts';

/** Standard Webhooks 1.0, "Payload structure", asks for less than 20 kB. */
const longestBody = 20_000;

const fits = (body: string) => Buffer.byteLength(body) < longestBody;

interface WebhookEnvelope extends Pick<Envelope, 'now'> {
  /** the todo has notes that are too long for any webhook, and comes without them */
  notesLeftOut: boolean;
}

/** The body of a webhook, `{type, timestamp, data}` as JSON. Throws for what webhooks do not tell. */
export function composeWebhook(content: Content, { now, notesLeftOut }: WebhookEnvelope): string {
  const timestamp = now.toISOString();
  switch (content.kind) {
    case 'reminder':
      return reminderFired(content, notesLeftOut);
    case 'notice': {
      const { event, channel, reason } = content.notice;
      return JSON.stringify({ type: event, timestamp, data: { channel, reason } });
    }
    case 'test':
      return JSON.stringify({ type: 'channel.test', timestamp, data: { channel: content.channel } });
    default:
      throw new Error(`a webhook cannot tell of this: ${content.kind}`);
  }
}

/**
 * The body of a `reminder.fired` webhook. Notes too long for it are left out and marked `notes_truncated`; a description
 * too long for it even then ends in "…" and is marked `description_truncated`. All of both is in the API.
 */
function reminderFired({ reminder, todo }: DueTodo, notesLeftOut: boolean): string {
  const body = (told: object) =>
    JSON.stringify({ type: 'reminder.fired', timestamp: reminder.fired_at, data: { reminder, todo: told } });
  const whole = body(todo);
  if (fits(whole) && !notesLeftOut) return whole;
  const brief = notesLeftOut || todo.notes ? { ...todo, notes: null, notes_truncated: true } : todo;
  const short = body(brief);
  if (fits(short)) return short;
  const cut = (description: string) => body({ ...brief, description, description_truncated: true });
  return cut(shorten(todo.description, (description) => fits(cut(description))));
}
