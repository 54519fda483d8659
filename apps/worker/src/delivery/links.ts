import type { LinkedAction } from 'db';
import { hashToken, makeSecretToken } from 'db/sql';
import type pg from 'pg';
import type { Links } from '../channels/message.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';

/** How long links can be used: as long as what they are about, and as a message may be kept. */
const validDays = { done: 7, snooze: 7, confirm: 7, unsubscribe: 90 } as const;

interface NewLink {
  account: number;
  action: LinkedAction;
  todo: number | null;
  due: string | null;
  channel: number | null;
  hash: string;
  days: number;
}

// A link that completes is about the occurrence that the message tells, also where that is done by now. What was deleted
// meanwhile needs none.
const writeText = `
  insert into action_links (user_id, token_hash, action, todo_id, due_date, channel_id, expires_at)
  select x.account, decode(x.hash, 'hex'), x.action, x.todo, x.due, x.channel, now() + x.days * interval '1 day'
  from json_to_recordset($1::json) as x (account bigint, action text, todo bigint, due timestamptz, channel bigint, hash text, days int)
  left join todos t on t.user_id = x.account and t.id = x.todo
  left join channels c on c.user_id = x.account and c.id = x.channel
  where t.id is not null or c.id is not null
  order by x.todo, x.channel`;

/**
 * Makes the links that messages to people lead with, by the id of their delivery. Only the hashes of their tokens are
 * stored, so each attempt has links of its own.
 */
export async function makeLinks(
  pool: pg.Pool,
  deliveries: ClaimedDelivery[],
  publicUrl: string,
): Promise<Map<number, Links>> {
  const made: NewLink[] = [];
  const links = new Map<number, Links>();
  for (const delivery of deliveries.filter(({ obsolete }) => obsolete === null)) {
    const { id, account_id: account, kind, channel, todo, due_date } = delivery;
    const link = (action: LinkedAction, target: { todo?: number; channel?: number }) => {
      const token = makeSecretToken('action');
      const { todo: todoId = null, channel: channelId = null } = target;
      const hash = hashToken(token).toString('hex');
      made.push({
        account,
        action,
        todo: todoId,
        due: todoId === null ? null : due_date,
        channel: channelId,
        hash,
        days: validDays[action],
      });
      return `${publicUrl}/api/v1/actions/${token}`;
    };
    if (kind === 'account') {
      links.set(id, {
        action: channel ? link('confirm', { channel: channel.id }) : await makeAccountLink(pool, delivery, publicUrl),
      });
      continue;
    }
    if (!channel || channel.kind === 'webhook') continue;
    links.set(id, {
      ...(kind === 'reminder' &&
        todo && { done: link('done', { todo: todo.id }), snooze: link('snooze', { todo: todo.id }) }),
      ...(channel.kind === 'email' && { unsubscribe: link('unsubscribe', { channel: channel.id }) }),
    });
  }
  if (made.length > 0) await pool.query({ name: 'make_links', text: writeText, values: [JSON.stringify(made)] });
  return links;
}

/** The link to a new password, or of an invitation: its token is made now, and takes the place of an earlier attempt's. */
async function makeAccountLink(pool: pg.Pool, delivery: ClaimedDelivery, publicUrl: string): Promise<string> {
  const { account_id, password_reset_id, invitation_id } = delivery;
  const isReset = password_reset_id !== null;
  const token = makeSecretToken(isReset ? 'password_reset' : 'invitation');
  await pool.query({
    name: isReset ? 'link_to_password' : 'link_of_invitation',
    text: `update ${isReset ? 'password_resets' : 'invitations'} set token_hash = $3::bytea where user_id = $1::bigint and id = $2::bigint`,
    values: [account_id, isReset ? password_reset_id : invitation_id, hashToken(token)],
  });
  return isReset
    ? `${publicUrl}/api/v1/password-resets/${token}`
    : `${publicUrl}/api/v1/accounts/by-invitation/${token}`;
}
