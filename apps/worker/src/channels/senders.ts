import type { Dispatcher } from 'undici';
import type { ClaimedDelivery } from '../delivery/claimed-delivery.ts';
import { composeEmail } from '../delivery/compose-email.ts';
import { composeNtfy } from '../delivery/compose-ntfy.ts';
import { composeWebhook } from '../delivery/compose-webhook.ts';
import { contentOf } from '../delivery/content.ts';
import type { Lane } from '../delivery/lanes.ts';
import { createMailer } from './email.ts';
import type { Envelope, Links, SendOutcome } from './message.ts';
import { sendNtfy } from './ntfy.ts';
import { sendWebhook } from './webhook.ts';

export interface MailSettings {
  /** smtp: or smtps:, with user and password where the server asks for them */
  smtpUrl: string;
  /** what mail comes from: an address, or a name and an address in angle brackets */
  from: string;
}

/** Makes and sends the messages of a lane. */
export interface Sender {
  lane: Lane;
  /** how many at once, where that is fewer than elsewhere */
  most?: number;
  /** throws where the message cannot be made, and where `signal` was aborted */
  send(delivery: ClaimedDelivery, links: Links, signal: AbortSignal): Promise<SendOutcome>;
  close?(): Promise<void>;
}

interface SenderOptions {
  /** the way out to addresses that accounts choose */
  agent: Dispatcher;
  timeoutMs: number;
  mail: MailSettings | undefined;
  publicUrl: string;
}

/** How many mails may wait for one of the connections to the mail server: all are sent within the time of one. */
const mailConnections = 3;
const mostMails = 6;

/** What sends the messages of each lane. Without `mail` nobody sends those for e-mail, and they wait. */
export function createSenders({ agent, timeoutMs, mail, publicUrl }: SenderOptions): Sender[] {
  const senders: Sender[] = [
    {
      lane: 'webhook',
      async send(delivery, _links, signal) {
        const { url, secrets } = demand(delivery.channel, 'url');
        const body = composeWebhook(contentOf(delivery), { now: new Date(delivery.now) });
        return sendWebhook({ url, secrets, id: delivery.webhook_id, body }, { agent, timeoutMs, signal });
      },
    },
    {
      lane: 'ntfy',
      async send(delivery, links, signal) {
        const { url, topic, token } = demand(demand(delivery.channel, 'url'), 'topic');
        const message = composeNtfy(contentOf(delivery), envelopeOf(delivery, links), { url, topic, token });
        return sendNtfy(message, { agent, timeoutMs, signal });
      },
    },
  ];
  if (!mail) return senders;
  const mailer = createMailer({ ...mail, maxConnections: mailConnections, timeoutMs });
  return [
    ...senders,
    {
      lane: 'email',
      most: mostMails,
      async send(delivery, links, signal) {
        const to = delivery.recipient ?? demand(delivery.channel, 'address').address;
        return mailer.send(composeEmail(contentOf(delivery), envelopeOf(delivery, links), { to, publicUrl }), signal);
      },
      close: mailer.close,
    },
  ];
}

function envelopeOf({ webhook_id: id, zone, now }: ClaimedDelivery, links: Links): Envelope {
  return { id, zone, now: new Date(now), links };
}

type Having<T, Name extends keyof T> = T & { [K in Name]: NonNullable<T[K]> };

/** The channel, which has what its kind needs. */
function demand<T extends object, Name extends keyof T>(channel: T | null, name: Name): Having<T, Name> {
  if (!has(channel, name)) throw new Error(`the channel has no ${String(name)}`);
  return channel;
}

function has<T extends object, Name extends keyof T>(channel: T | null, name: Name): channel is Having<T, Name> {
  return channel !== null && channel[name] !== null;
}
