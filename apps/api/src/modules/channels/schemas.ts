import Type, { type Static } from 'typebox';
import { clockTime, emailAddress, id, moment, nullable, shownOnce, text } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';

/** The account's, none, or hours of the channel's own. */
export type QuietHours = 'account' | 'none' | { start: string; end: string };

const hours = Type.Object({ start: clockTime, end: clockTime });

const fields = {
  id,
  kind: Type.Enum(['webhook', 'email', 'ntfy']),
  name: Type.String(),
  url: nullable(Type.String({ description: 'of a webhook; of ntfy the server' })),
  address: nullable(Type.String({ description: 'of e-mail' })),
  topic: nullable(Type.String({ description: 'of ntfy' })),
  has_token: nullable(Type.Boolean({ description: 'of ntfy: whether it has an access token, which is never shown' })),
  enabled: Type.Boolean({ description: 'whether anything is sent there' }),
  disabled_reason: nullable(Type.String()),
  confirmed_at: nullable(
    Type.String({ ...moment, description: 'of e-mail: until its person has confirmed it, nothing rings there' }),
  ),
  list_ids: nullable(
    Type.Array(id, { maxItems: 10_000, description: 'the lists whose todos ring there; null for every todo' }),
  ),
  quiet_hours: Type.Unsafe<QuietHours>({
    ...hours,
    type: ['object', 'string'],
    description: '`account`: the account’s; `none`; or its own, in the account’s time_zone',
  }),
  digest_at: nullable(
    Type.String({ ...clockTime, description: 'of e-mail: one message a day, then, in the account’s time_zone' }),
  ),
  failing_since: nullable(
    Type.String({ ...moment, description: 'the first of the attempts that have all failed since' }),
  ),
  created_at: moment,
};

export const Channel = Type.Object(fields, {
  $id: 'Channel',
  description: 'fields that the kind of channel has not are null',
});

export const CreatedChannel = Type.Object(
  { ...fields, secret: shownOnce('of a webhook: to verify what arrives (Standard Webhooks)') },
  { $id: 'CreatedChannel' },
);

export const ChannelPage = pageOf('Channel');

const httpUrl = Type.String({ format: 'http-url', maxLength: 2000 });
const topic = Type.String({ pattern: '^[-_A-Za-z0-9]{1,64}$', maxLength: 64, examples: ['my-todos'] });
const token = Type.String({
  ...text(1, 200),
  pattern: '^[!-~]+$',
  description: 'an access token, where the topic is protected; never shown',
});
const digestAt = nullable(
  Type.String({
    ...clockTime,
    description: 'one message a day, then, in the account’s time_zone; null: each by itself',
  }),
);

const listIds = Type.Unsafe<number[] | null>({
  ...Type.Array(id, { maxItems: 100, description: 'the lists whose todos ring there; null for every todo' }),
  type: ['array', 'null'],
});

// Text or an object in one schema, since the errors of a union name every branch: each keyword is about one of the two.
const quietHours = <Required extends boolean>(required: Required) =>
  Type.Unsafe<'account' | 'none' | (Required extends true ? Static<typeof hours> : Partial<Static<typeof hours>>)>({
    type: ['object', 'string'],
    pattern: '^(account|none)$',
    maxLength: 7,
    properties: hours.properties,
    ...(required && { required: ['start', 'end'] }),
    additionalProperties: false,
    description:
      '`account`: the account’s; `none`; or its own, in the account’s time_zone: the end may be on the next day',
    examples: [{ start: '22:00', end: '07:00' }],
  });

const name = text(1, 200);

const kinds = {
  webhook: Type.Object(
    {
      kind: Type.Literal('webhook'),
      name,
      url: httpUrl,
      list_ids: Type.Optional(listIds),
      quiet_hours: Type.Optional(Type.Literal('none')),
    },
    { additionalProperties: false },
  ),
  email: Type.Object(
    {
      kind: Type.Literal('email'),
      name,
      address: emailAddress,
      list_ids: Type.Optional(listIds),
      quiet_hours: Type.Optional(quietHours(true)),
      digest_at: Type.Optional(digestAt),
    },
    { additionalProperties: false },
  ),
  ntfy: Type.Object(
    {
      kind: Type.Literal('ntfy'),
      name,
      url: Type.String({ ...httpUrl, description: 'the server, such as https://ntfy.sh' }),
      topic,
      token: Type.Optional(nullable(token)),
      list_ids: Type.Optional(listIds),
      quiet_hours: Type.Optional(quietHours(true)),
    },
    { additionalProperties: false },
  ),
};

export type NewChannel = Static<(typeof kinds)[keyof typeof kinds]>;

/** Told apart by `kind`, so that what is wrong with one is said of that kind alone. */
export const NewChannel = Type.Unsafe<NewChannel>({
  type: 'object',
  required: ['kind'],
  discriminator: { propertyName: 'kind' },
  oneOf: Object.values(kinds),
});

/** A merge patch, RFC 7396: what is absent stays, also within `quiet_hours`. Which fields there are depends on the kind. */
export const ChannelChange = Type.Partial(
  Type.Object({
    name,
    enabled: Type.Boolean({
      description: 'false: what is queued is cancelled, and nothing rings; true: it rings again',
    }),
    list_ids: listIds,
    quiet_hours: quietHours(false),
    digest_at: digestAt,
    url: httpUrl,
    topic,
    token: nullable(token),
  }),
  { additionalProperties: false, examples: [{ name: 'at home' }] },
);
export type ChannelChange = Static<typeof ChannelChange>;

export const ChannelQuery = Type.Object(pageParameters, { additionalProperties: false });
