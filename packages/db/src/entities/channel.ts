import { defineEntity, type Opt, p } from '@mikro-orm/core';
import { createdAt, id, moment } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'Channel',
  tableName: 'channels',
  uniques: [{ properties: ['userId', 'id'] }],
  checks: [
    { name: 'channels_kind_check', expression: "kind in ('webhook', 'email', 'ntfy')" },
    {
      name: 'channels_target_check',
      expression: `case kind
        when 'webhook' then url is not null and secret is not null
        when 'email' then address is not null
        when 'ntfy' then url is not null and topic is not null
      end`,
    },
    { name: 'channels_disabled_reason_check', expression: 'enabled = (disabled_reason is null)' },
    {
      name: 'channels_quiet_hours_check',
      expression: `case quiet_hours_of
        when 'channel' then quiet_hours_start is not null and quiet_hours_end is not null and quiet_hours_start <> quiet_hours_end
        else quiet_hours_of in ('account', 'nobody') and quiet_hours_start is null and quiet_hours_end is null
      end`,
    },
    { name: 'channels_digest_check', expression: "digest_at is null or kind = 'email'" },
  ],
  properties: {
    id: id(),
    userId: userId(),
    kind: p.text().$type<ChannelKind>(),
    name: p.text(),
    // of a webhook; for ntfy its server
    url: p.text().nullable(),
    // of a webhook: `whsec_` + base64; kept as it is, since signing needs it
    secret: p.text().nullable(),
    // sign beside it, each until its own end, so that receivers can change over; the newest last
    previousSecrets: p.json().$type<Opt<PreviousSecret[]>>().defaultRaw(`'[]'`),
    // e-mail
    address: p.text().nullable(),
    // when its person followed the link; until then nothing but that link is sent there
    confirmedAt: moment().nullable(),
    // ntfy
    topic: p.text().nullable(),
    // ntfy: an access token for the topic, where it is protected
    token: p.text().nullable(),
    enabled: p.boolean().default(true),
    disabledReason: p.text().nullable(),
    // false: only todos of the lists in channel_lists
    everyList: p.boolean().default(true),
    quietHoursOf: p.text().$type<Opt<'account' | 'channel' | 'nobody'>>().default('nobody'),
    quietHoursStart: p.time(0).nullable(),
    quietHoursEnd: p.time(0).nullable(),
    // one message a day, at this time in the account's zone
    digestAt: p.time(0).nullable(),
    // the first of the attempts that have all failed since
    failingSince: moment().nullable(),
    createdAt: createdAt(),
  },
});

/** A secret from before. */
export interface PreviousSecret {
  secret: string;
  /** RFC 3339 */
  until: string;
}

export type ChannelKind = 'webhook' | 'email' | 'ntfy';

/** Where to ring: a receiver that the account chose. */
export class Channel extends schema.class {}
schema.setClass(Channel);
