import Type, { type Static } from 'typebox';
import { id, moment, nullable, shownOnce, text } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';

const fields = {
  id,
  kind: Type.Literal('webhook'),
  name: Type.String(),
  url: Type.String({ format: 'http-url' }),
  enabled: Type.Boolean({ description: 'false once the receiver answered 410 Gone' }),
  disabled_reason: nullable(Type.String()),
  created_at: moment,
};

export const Channel = Type.Object(fields, { $id: 'Channel' });

export const CreatedChannel = Type.Object(
  { ...fields, secret: shownOnce('to verify what arrives (Standard Webhooks)') },
  { $id: 'CreatedChannel' },
);

export const ChannelPage = pageOf('Channel');

export const NewChannel = Type.Object(
  {
    kind: Type.Literal('webhook'),
    name: text(1, 200),
    url: Type.String({ format: 'http-url', maxLength: 2000 }),
  },
  { additionalProperties: false },
);
export type NewChannel = Static<typeof NewChannel>;

export const ChannelQuery = Type.Object(pageParameters, { additionalProperties: false });
