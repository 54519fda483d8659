import type { ChannelKind, DeliveryKind, Notice } from 'db';
import { digestedTodoColumns, firedColumns, foldedFrom, obsoleteReason, toldTodoColumns } from 'db/sql';
import type { DueTodo } from '../channels/message.ts';

/** A delivery that this worker may send until its lease ends, with what its message is made of. */
export interface ClaimedDelivery {
  id: number;
  account_id: number;
  kind: DeliveryKind;
  /** the number that settling and releasing must show */
  claim: number;
  /** attempts made before this one */
  attempts: number;
  webhook_id: string;
  /** the request that made or moved its reminder, or queued it, where it is known */
  request_id: string | null;
  /** another worker held it and let its lease end */
  takeover: boolean;
  /** of a takeover: how many workers let their lease end */
  takeovers: number | null;
  /** Unix ms: when a reminder was to ring, and the database's clock at the claim */
  scheduled_for: number;
  now: number;
  held_for: 'quiet_hours' | 'digest' | null;
  /** its account asked for it again */
  redelivered: boolean;
  /** IANA, of the account */
  zone: string;
  /** null for a message about the account */
  channel: ClaimedChannel | null;
  /** the e-mail address of a message about the account, and what it is about */
  recipient: string | null;
  password_reset_id: number | null;
  invitation_id: number | null;
  reminder: DueTodo['reminder'] | null;
  todo: DueTodo['todo'] | null;
  /** `todo` has notes that are too long for what sends it, and come without them */
  notes_left_out: boolean;
  /** what the database says of when its todo is due */
  due_date: string | null;
  notice: Notice | null;
  /** of a digest: what it tells, as far as it is still to be done */
  folded: DueTodo[] | null;
  /** why it must not be sent any more, or null */
  obsolete: string | null;
}

export interface ClaimedChannel {
  id: number;
  kind: ChannelKind;
  name: string;
  url: string | null;
  /** those that sign, the newest first */
  secrets: string[];
  address: string | null;
  topic: string | null;
  token: string | null;
  /** HH:MM:SS, in the account's zone */
  digest_at: string | null;
  quiet_hours: { start: string; end: string } | null;
  /** Unix ms: since when every attempt has failed */
  failing_since: number | null;
}

/** Whose queue it is in: a channel's, or that of messages about accounts. */
export const receiverOf = ({ channel }: Pick<ClaimedDelivery, 'channel'>) => channel?.id ?? 0;

/** How much one message tells; who has more looks into the application. */
const mostFolded = 500;

/** Columns of a claimed channel: `c` is the row of channels, `u` that of its account. */
export const claimedChannelColumns = `
  c.id, c.kind, c.name, c.url, array_remove(c.secret || array(
    select p ->> 'secret' from jsonb_array_elements(c.previous_secrets) with ordinality as x (p, place)
    where (p ->> 'until')::timestamptz > now() order by place desc
  ), null) as secrets,
  c.address, c.topic, c.token, c.digest_at, extract(epoch from c.failing_since) * 1000 as failing_since,
  case c.quiet_hours_of
    when 'channel' then json_build_object('start', c.quiet_hours_start, 'end', c.quiet_hours_end)
    when 'account' then case when u.quiet_hours_start is not null then
      json_build_object('start', u.quiet_hours_start, 'end', u.quiet_hours_end) end
  end as quiet_hours`;

const folded = `
  select json_agg(row_to_json(x)) from (
    select (select row_to_json(y) from (select ${firedColumns('m')}) y) as reminder,
           (select row_to_json(y) from (select ${digestedTodoColumns}) y) as todo
    ${foldedFrom}
    order by m.scheduled_for, m.id limit ${mostFolded}
  ) x`;

const areTooLong = `d.lane = 'webhook' and octet_length(t.notes) > 20000`;

// A claim may be of hundreds of todos with 240 kB each, or more where they were taken over from the tutorial, and nobody's are
// to keep it from being answered. Mail is claimed a few at a time. A notification has 4 kB, and a webhook less than 20: notes
// that do not fit into that are left out of it, and so is the end of a description.
const told = {
  description: `case d.lane
    when 'ntfy' then left(t.description, 5000)
    when 'webhook' then left(t.description, 20000)
    else t.description
  end`,
  notes: `case when d.lane = 'ntfy' then left(t.notes, 5000) when ${areTooLong} then null else t.notes end`,
};

// what counted as an attempt and was not logged as one; asked for again, it is counted anew
const takeovers = `
  d.attempts - (
    select count(*) from delivery_attempts a
    where a.user_id = d.user_id and a.delivery_id = d.id and a.attempted_at >= coalesce(d.redelivered_at, '-infinity')
  )::int`;

/** What is read of a claimed delivery, `d`, but its channel, of which only the id; with `claimedFrom`. */
export const claimedColumns = `
  d.id, d.user_id as account_id, d.kind, d.claim, d.attempts, d.webhook_id, d.request_id, d.takeover,
  extract(epoch from d.scheduled_for) * 1000 as scheduled_for, floor(extract(epoch from now()) * 1000) as now, d.held_for,
  d.redelivered_at is not null as redelivered, case when d.takeover then (${takeovers}) end as takeovers,
  u.time_zone as zone, d.recipient, d.password_reset_id, d.invitation_id, d.content as notice,
  c.id as channel_id,
  (select row_to_json(x) from (select ${firedColumns('d')} where r.id is not null) x) as reminder,
  (select row_to_json(x) from (select ${toldTodoColumns(told)} where t.id is not null) x) as todo,
  coalesce(${areTooLong}, false) as notes_left_out, t.due_date,
  case when d.kind = 'digest' then (${folded}) end as folded,
  case
    when u.disabled_at is not null then 'the account is disabled'
    when d.kind = 'account' then case
      when d.password_reset_id is not null and p.id is null or d.invitation_id is not null and i.id is null then 'the link is over'
      when c.confirmed_at is not null then 'the address is confirmed'
      when d.password_reset_id is null and d.invitation_id is null and c.id is null then 'the channel was deleted'
    end
    else coalesce(${obsoleteReason}, case
      when c.id is null then 'the channel was deleted'
      when not c.enabled then 'the channel is disabled: ' || c.disabled_reason
    end)
  end as obsolete`;

export const claimedFrom = `
  join users u on u.id = d.user_id
  left join reminders r on r.id = d.reminder_id
  left join todos t on t.id = r.todo_id
  left join channels c on c.id = d.channel_id
  left join password_resets p on p.id = d.password_reset_id and p.expires_at > now()
  left join invitations i on i.id = d.invitation_id and i.expires_at > now()`;
