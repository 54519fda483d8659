import type { ChannelKind } from 'db';
import type pg from 'pg';
import { cancelOfChannel } from '../../delivery-writes.ts';
import { invalidBody, Problem } from '../../problem.ts';
import { quietColumns } from './create-channel.ts';
import { readChannel } from './queries.ts';
import type { ChannelChange, QuietHours } from './schemas.ts';
import { newSecret } from './secret.ts';
import { demandLists, type LockedChannel, setLists, workOnChannel } from './work.ts';

/** The fields that only some kinds have. */
const kindsOf: Partial<Record<keyof ChannelChange, readonly ChannelKind[]>> = {
  url: ['webhook', 'ntfy'],
  topic: ['ntfy'],
  token: ['ntfy'],
  digest_at: ['email'],
};

// What is not given stays; null is a value of `token` and `digest_at`. Who tells where to send anew begins anew to fail, and
// a token goes to no other server than the one it was given for.
const changeText = `
  update channels set
    name = coalesce($3::text, name), url = coalesce($4::text, url), topic = coalesce($5::text, topic),
    token = case when $6::boolean then $7::text when $4::text is distinct from url and $4::text is not null then null else token end,
    digest_at = case when $8::boolean then $9::time else digest_at end,
    every_list = coalesce($10::boolean, every_list),
    quiet_hours_of = $11::text, quiet_hours_start = $12::time, quiet_hours_end = $13::time,
    enabled = coalesce($14::boolean, enabled),
    disabled_reason = case when $14::boolean then null when not $14::boolean then coalesce(disabled_reason, 'switched off')
                           else disabled_reason end,
    failing_since = case when $14::boolean or $15::boolean then null else failing_since end
  where user_id = $1::bigint and id = $2::bigint`;

/** Applies a merge patch to a channel; answers its JSON. Throws not_found and invalid_request; nothing has changed then. */
export async function changeChannel(
  database: pg.Pool | pg.PoolClient,
  accountId: number,
  id: number,
  change: ChannelChange,
): Promise<string> {
  return workOnChannel(database, accountId, id, async (client, channel) => {
    demandFields(channel, change);
    const quiet = quietColumns(quietHoursAfter(channel, change));
    await demandLists(client, accountId, change.list_ids);
    const { name, url, topic, token, digest_at, list_ids, enabled } = change;
    await client.query({
      name: 'change_channel',
      text: changeText,
      values: [
        ...[accountId, id, name, url && new URL(url).href, topic],
        ...[token !== undefined, token, digest_at !== undefined, digest_at],
        list_ids === undefined ? null : list_ids === null,
        ...[quiet.of, quiet.start, quiet.end],
        enabled,
        url !== undefined || topic !== undefined || token !== undefined,
      ],
    });
    if (list_ids !== undefined) await setLists(client, accountId, id, list_ids ?? []);
    if (enabled === false) await cancelOfChannel(client, accountId, id);
    return readChannel(client, accountId, id);
  });
}

function demandFields({ kind }: LockedChannel, change: ChannelChange): void {
  for (const [field, kinds] of Object.entries(kindsOf))
    if (field in change && !kinds.includes(kind)) throw invalidBody(`/${field}`, `is nothing that ${kind} has`);
  if (kind === 'webhook' && change.quiet_hours !== undefined && change.quiet_hours !== 'none')
    throw invalidBody('/quiet_hours', 'must be "none" for a webhook');
}

function quietHoursAfter(channel: LockedChannel, { quiet_hours }: ChannelChange): QuietHours {
  const { quietHoursOf, quietHoursStart, quietHoursEnd } = channel;
  const own = quietHoursStart && quietHoursEnd ? { start: quietHoursStart, end: quietHoursEnd } : undefined;
  if (quiet_hours === undefined) return own ?? (quietHoursOf === 'account' ? 'account' : 'none');
  if (typeof quiet_hours === 'string') return quiet_hours;
  const { start = own?.start, end = own?.end } = quiet_hours;
  if (start === undefined) throw invalidBody('/quiet_hours/start', 'is required where there are none yet');
  if (end === undefined) throw invalidBody('/quiet_hours/end', 'is required where there are none yet');
  return { start, end };
}

// what signs no more goes: receivers have had their day
const rotateText = `
  update channels
  set previous_secrets = (
        select coalesce(jsonb_agg(p order by place), '[]')
        from jsonb_array_elements(previous_secrets) with ordinality as x (p, place)
        where (p ->> 'until')::timestamptz > now()
      ) || jsonb_build_object('secret', secret, 'until', now() + interval '24 hours'),
      secret = $3::text
  where user_id = $1::bigint and id = $2::bigint`;

/**
 * Gives a webhook a new secret; for 24 hours what is sent is signed with the old one, too, and with those from before it
 * until their own 24 hours end. Answers its JSON with the new one. Throws not_found, and conflict where it is no webhook.
 */
export async function rotateSecret(database: pg.Pool | pg.PoolClient, accountId: number, id: number): Promise<string> {
  return workOnChannel(database, accountId, id, async (client, { kind }) => {
    if (kind !== 'webhook') throw new Problem('conflict', `Channel ${id} is no webhook: it signs nothing.`);
    const secret = newSecret();
    await client.query({ name: 'rotate_secret', text: rotateText, values: [accountId, id, secret] });
    return JSON.stringify({ ...JSON.parse(await readChannel(client, accountId, id)), secret });
  });
}
