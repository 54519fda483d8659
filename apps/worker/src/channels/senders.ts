import type { Dispatcher } from 'undici';
import type { Lane } from '../delivery/claim.ts';
import type { ClaimedDelivery } from '../delivery/claimed-delivery.ts';
import { composeEmail } from '../delivery/compose-email.ts';
import { composeNtfy } from '../delivery/compose-ntfy.ts';
import { composeWebhook } from '../delivery/compose-webhook.ts';
import { contentOf } from '../delivery/content.ts';
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
        const { url, secrets } = need(delivery.channel, 'channel');
        const { now, notes_left_out: notesLeftOut } = delivery;
        const body = composeWebhook(contentOf(delivery), { now: new Date(now), notesLeftOut });
        return sendWebhook(
          { url: need(url, 'url'), secrets, id: delivery.webhook_id, body },
          { agent, timeoutMs, signal },
        );
      },
    },
    {
      lane: 'ntfy',
      async send(delivery, links, signal) {
        const { url, topic, token } = need(delivery.channel, 'channel');
        const target = { url: need(url, 'url'), topic: need(topic, 'topic'), token };
        const message = composeNtfy(contentOf(delivery), envelopeOf(delivery, links), target);
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
        const to = delivery.recipient ?? need(delivery.channel?.address, 'address');
        return mailer.send(composeEmail(contentOf(delivery), envelopeOf(delivery, links), { to, publicUrl }), signal);
      },
      close: mailer.close,
    },
  ];
}

function envelopeOf({ webhook_id: id, zone, now }: ClaimedDelivery, links: Links): Envelope {
  return { id, zone, now: new Date(now), links };
}

/** What a delivery of its lane has. */
function need<T>(value: T | null | undefined, name: string): T {
  if (value === null || value === undefined) throw new Error(`it has no ${name}`);
  return value;
}
