import type { Dispatcher } from 'undici';
import type { ClaimedDelivery } from '../delivery/claimed-delivery.ts';
import { composeWebhook } from '../delivery/compose-webhook.ts';
import { contentOf } from '../delivery/content.ts';
import type { Lane } from '../delivery/lanes.ts';
import type { Links, SendOutcome } from './message.ts';
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

export function createSenders({ agent, timeoutMs }: SenderOptions): Sender[] {
  return [
    {
      lane: 'webhook',
      send(delivery, _links, signal) {
        const { channel, webhook_id: id } = delivery;
        const content = contentOf(delivery);
        if (!channel?.url || !channel.secrets[0] || content.kind !== 'reminder') throw new Error('it is no webhook');
        const message = {
          url: channel.url,
          secrets: channel.secrets,
          id,
          body: composeWebhook(content, { now: new Date(delivery.now) }),
        };
        return sendWebhook(message, { agent, timeoutMs, signal });
      },
    },
  ];
}
