import type { LinkedAction } from 'db';
import { hashToken, judgeSecretToken } from 'db/sql';
import type pg from 'pg';

/** A link that can be used, and what it is about as that is now. */
export type Link = TodoLink | ChannelLink;

export interface TodoLink {
  action: Extract<LinkedAction, 'done' | 'snooze'>;
  accountId: number;
  todo: { id: number; description: string; version: number };
  /** of the occurrence that the message told of: still to be done, done, or not to be done any more */
  occurrence: 'open' | 'done' | 'over';
}

export interface ChannelLink {
  action: Extract<LinkedAction, 'confirm' | 'unsubscribe'>;
  accountId: number;
  channel: { id: number; name: string; address: string | null; enabled: boolean; confirmed: boolean };
}

interface Row {
  action: LinkedAction;
  account_id: number;
  todo: TodoLink['todo'] | null;
  occurrence: TodoLink['occurrence'];
  channel: ChannelLink['channel'] | null;
}

// A todo that recurs has gone on to its next date once it was done; what was done is in the log.
const linkText = `
  select l.action, l.user_id::float8 as account_id,
         (select row_to_json(x) from (select t.id, t.description, t.version where t.id is not null) x) as todo,
         case
           when t.deleted_at is not null then 'over'
           when t.completed or exists (
             select from completions o
             where o.user_id = l.user_id and o.todo_id = l.todo_id and o.due_date = l.due_date
           ) and t.due_date is distinct from l.due_date then 'done'
           when t.due_date is distinct from l.due_date then 'over'
           else 'open'
         end as occurrence,
         (select row_to_json(x) from (
           select c.id, c.name, c.address, c.enabled, c.confirmed_at is not null as confirmed where c.id is not null
         ) x) as channel
  from action_links l
  join users u on u.id = l.user_id and u.disabled_at is null and u.deleted_at is null
  left join todos t on t.user_id = l.user_id and t.id = l.todo_id
  left join channels c on c.user_id = l.user_id and c.id = l.channel_id
  where l.token_hash = $1::bytea and l.expires_at > now()`;

/** What a token opens, or undefined where it is not known or is over. */
export async function findLink(database: Pick<pg.Pool, 'query'>, token: string): Promise<Link | undefined> {
  if (judgeSecretToken('action', token) !== 'well-formed') return undefined;
  const { rows } = await database.query<Row>({ name: 'action_link', text: linkText, values: [hashToken(token)] });
  if (!rows[0]) return undefined;
  const { action, account_id: accountId, todo, occurrence, channel } = rows[0];
  if (action === 'done' || action === 'snooze') return todo ? { action, accountId, todo, occurrence } : undefined;
  return channel ? { action, accountId, channel } : undefined;
}
