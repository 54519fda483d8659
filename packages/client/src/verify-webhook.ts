import { WebhookVerificationError as Unverified, Webhook } from 'standardwebhooks';
import type { components } from './schema.ts';

/** It was not sent by Duebell to this channel, or not as it arrived, or not now. Answer 400 or 401, and forget it. */
export class WebhookVerificationError extends Error {
  override name = 'WebhookVerificationError';
}

/** A reminder that fired, with its todo as it was when the message was made. */
export interface FiredReminder {
  /** `scheduled_for` is the moment that was asked for, `fired_at` the one it fired */
  reminder: { id: number; scheduled_for: string; fired_at: string };
  /** what is too long for a message is cut and marked; all of it is in the API */
  todo: components['schemas']['Todo'] & { notes_truncated?: true; description_truncated?: true };
}

/** What a webhook tells (docs/reminders.md, "Webhooks"). There may be more types one day: leave those alone. */
export type WebhookEvent = { timestamp: string } & (
  | { type: 'reminder.fired'; data: FiredReminder }
  | { type: 'channel.disabled'; data: { channel: Channel; reason: string } }
  | { type: 'channel.test'; data: { channel: Channel } }
);

type Channel = Pick<components['schemas']['Channel'], 'id' | 'name'>;

export interface WebhookDelivery {
  /** of the channel, `whsec_…`: shown once, when it is added or its secret is changed */
  secret: string;
  /** as Node or `Request` has them */
  headers: Headers | Record<string, string | string[] | undefined>;
  /** as it arrived: JSON that was read and written again is another text, with another signature */
  body: string | Uint8Array;
}

/**
 * What a webhook tells, once its signature is verified after Standard Webhooks 1.0: made with the secret, over this body,
 * within five minutes. Throws WebhookVerificationError otherwise. A delivery can come twice: drop those whose header
 * `webhook-id` has come before.
 */
export function verifyWebhook({ secret, headers, body }: WebhookDelivery): WebhookEvent {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  const webhook = new Webhook(secret);
  try {
    // what is signed was sent by Duebell, whose tests compare what it sends with the type
    return webhook.verify(text, flatten(headers)) as WebhookEvent;
  } catch (error) {
    if (error instanceof Unverified) throw new WebhookVerificationError(error.message, { cause: error });
    throw error;
  }
}

function flatten(headers: WebhookDelivery['headers']): Record<string, string> {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers);
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}
