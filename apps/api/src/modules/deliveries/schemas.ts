import Type, { type Static } from 'typebox';
import { id, moment, nullable } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';

const kind = Type.Enum(['reminder', 'digest', 'notice', 'test', 'account'], {
  description:
    'digest: several reminders in one message; notice: a channel was switched off; account: about the account itself, or a link that confirms an address',
});
const lane = Type.Enum(['webhook', 'email', 'ntfy'], { description: 'what sends it' });
const state = Type.Enum(['queued', 'delivered', 'failed', 'cancelled', 'folded'], {
  description: 'folded: a digest tells it',
});
const counted = Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 });

const fields = {
  id,
  kind,
  lane,
  channel_id: nullable(id),
  recipient: nullable(Type.String({ description: 'the address that a message of the kind `account` goes to' })),
  reminder_id: nullable(id),
  todo_id: nullable(id),
  digest_id: nullable(Type.Integer({ ...id, description: 'the delivery that tells it' })),
  webhook_id: Type.String({ description: 'the same over all attempts: receivers drop repeats by it' }),
  state,
  held_for: nullable(
    Type.String({
      enum: ['quiet_hours', 'digest', null],
      description: 'why it waits, where that is no further attempt',
    }),
  ),
  attempts: counted,
  last_error: nullable(Type.String()),
  scheduled_for: moment,
  fired_at: moment,
  delivered_at: nullable(moment),
  redelivered_at: nullable(
    Type.String({ ...moment, description: 'when it was last asked for again; `attempts` are counted since then' }),
  ),
  next_attempt_at: nullable(moment),
};

export const Delivery = Type.Object(fields, { $id: 'Delivery' });

export const DeliveryPage = pageOf('Delivery');

export const DeliveryQuery = Type.Object(
  {
    state: Type.Optional(state),
    kind: Type.Optional(kind),
    channel_id: Type.Optional(id),
    todo_id: Type.Optional(id),
    since: Type.Optional(Type.String({ ...moment, maxLength: 64, description: 'fired then or later' })),
    until: Type.Optional(Type.String({ ...moment, maxLength: 64, description: 'fired before then' })),
    ...pageParameters,
  },
  { additionalProperties: false },
);
export type DeliveryQuery = Static<typeof DeliveryQuery>;

/** How many attempts are shown: more than are made before somebody has it sent again and again. */
export const mostAttempts = 100;

export const DeliveryDetails = Type.Object(
  {
    ...fields,
    attempts_made: Type.Array(
      Type.Object({
        attempted_at: moment,
        duration_ms: counted,
        status: nullable(Type.Integer({ ...counted, description: 'of HTTP or SMTP; null where there was no answer' })),
        error: nullable(Type.String({ description: 'null where it was delivered' })),
        answer: nullable(Type.String({ description: 'how it begins' })),
      }),
      { maxItems: mostAttempts, description: 'the oldest first' },
    ),
  },
  { $id: 'DeliveryDetails' },
);

/** How many deliveries one request sends again. */
export const mostRedelivered = 1000;

export const Redelivery = Type.Object(
  {
    since: Type.String({ ...moment, maxLength: 64, description: 'what fired then or later' }),
    channel_id: Type.Optional(id),
  },
  { additionalProperties: false },
);
export type Redelivery = Static<typeof Redelivery>;

export const Redelivered = Type.Object(
  {
    redelivered: Type.Integer({ minimum: 0, maximum: mostRedelivered }),
    more: Type.Boolean({ description: 'there are others: ask again' }),
  },
  { $id: 'Redelivered' },
);
