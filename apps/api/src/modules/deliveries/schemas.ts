import Type from 'typebox';
import { id, moment, nullable } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';

export const Delivery = Type.Object(
  {
    id,
    kind: Type.Enum(['reminder', 'account'], { description: 'account: about the account itself, by e-mail' }),
    channel_id: nullable(id),
    reminder_id: nullable(id),
    state: Type.Enum(['queued', 'delivered', 'failed', 'cancelled']),
    attempts: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }),
    last_error: nullable(Type.String()),
    scheduled_for: moment,
    delivered_at: nullable(moment),
    next_attempt_at: nullable(moment),
  },
  { $id: 'Delivery' },
);

export const DeliveryPage = pageOf('Delivery');

export const DeliveryQuery = Type.Object(pageParameters, { additionalProperties: false });
