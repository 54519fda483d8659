import type { Content } from '../channels/message.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';

/** What a claimed delivery tells. Throws where it cannot be told. */
export function contentOf(delivery: ClaimedDelivery): Content {
  const { kind, channel, reminder, todo, notice, folded, password_reset_id } = delivery;
  switch (kind) {
    case 'reminder':
      if (reminder && todo) return { kind, reminder, todo };
      break;
    case 'digest':
      if (folded && channel) return { kind, daily: channel.digest_at !== null, due: folded };
      break;
    case 'notice':
      if (notice) return { kind, notice };
      break;
    case 'test':
      if (channel) return { kind, channel: { id: channel.id, name: channel.name } };
      break;
    case 'account':
      if (channel) return { kind: 'confirmation' };
      return { kind: password_reset_id === null ? 'invitation' : 'password_reset' };
  }
  throw new Error(`a delivery of the kind ${kind} lacks what it tells`);
}
