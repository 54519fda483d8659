import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, id } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'Channel',
  tableName: 'channels',
  uniques: [{ properties: ['userId', 'id'] }],
  checks: [
    { name: 'channels_kind_check', expression: "kind in ('webhook')" },
    { name: 'channels_disabled_reason_check', expression: 'enabled = (disabled_reason is null)' },
  ],
  properties: {
    id: id(),
    userId: userId(),
    kind: p.text().$type<'webhook'>(),
    name: p.text(),
    url: p.text(),
    // `whsec_` + base64; kept as it is, since signing needs it
    secret: p.text(),
    enabled: p.boolean().default(true),
    disabledReason: p.text().nullable(),
    createdAt: createdAt(),
  },
});

/** Where to ring: a receiver that the account chose. */
export class Channel extends schema.class {}
schema.setClass(Channel);
