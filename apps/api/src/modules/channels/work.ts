import type { ChannelKind } from 'db';
import type pg from 'pg';
import { lockAccount } from '../../account-lock.ts';
import { Problem } from '../../problem.ts';
import { inTransaction } from '../../transaction.ts';
import { noChannel } from './queries.ts';

/** A channel that the transaction has locked, without its secrets. */
export interface LockedChannel {
  id: number;
  kind: ChannelKind;
  address: string | null;
  confirmed: boolean;
  enabled: boolean;
  disabledReason: string | null;
  everyList: boolean;
  quietHoursOf: 'account' | 'channel' | 'nobody';
  /** HH:MM */
  quietHoursStart: string | null;
  quietHoursEnd: string | null;
}

const lockText = `
  select id::float8 as id, kind, address, confirmed_at is not null as confirmed, enabled, disabled_reason as "disabledReason",
         every_list as "everyList", quiet_hours_of as "quietHoursOf",
         to_char(quiet_hours_start, 'HH24:MI') as "quietHoursStart", to_char(quiet_hours_end, 'HH24:MI') as "quietHoursEnd"
  from channels where user_id = $1::bigint and id = $2::bigint for update`;

/** Works in a transaction that has locked the account and one of its channels. Throws not_found. */
export async function workOnChannel<T>(
  database: pg.Pool | pg.PoolClient,
  accountId: number,
  id: number,
  work: (client: pg.PoolClient, channel: LockedChannel) => Promise<T>,
): Promise<T> {
  return inTransaction(database, async (client) => {
    await lockAccount(client, accountId);
    const { rows } = await client.query<LockedChannel>({
      name: 'lock_channel',
      text: lockText,
      values: [accountId, id],
    });
    if (!rows[0]) throw noChannel(id);
    return work(client, rows[0]);
  });
}

const setListsText = `
  with off as (
    delete from channel_lists
    where user_id = $1::bigint and channel_id = $2::bigint and list_id <> all($3::bigint[])
  )
  insert into channel_lists (user_id, channel_id, list_id) select $1::bigint, $2::bigint, unnest($3::bigint[])
  on conflict do nothing`;

/** Lets a channel ring for these lists, which are the account's, and no others. */
export async function setLists(client: pg.PoolClient, accountId: number, id: number, listIds: number[]): Promise<void> {
  await client.query({
    name: 'set_channel_lists',
    text: setListsText,
    values: [accountId, id, [...new Set(listIds)]],
  });
}

const missingListsText = `
  select wanted.id::float8 as id from unnest($2::bigint[]) with ordinality as wanted (id, place)
  where not exists (select from lists l where l.user_id = $1::bigint and l.id = wanted.id)
  order by place limit 1`;

/** Throws not_found where one of the lists is not the account's, which is locked. */
export async function demandLists(
  client: pg.PoolClient,
  accountId: number,
  listIds: number[] | null | undefined,
): Promise<void> {
  if (!listIds?.length) return;
  const { rows } = await client.query<{ id: number }>({
    name: 'missing_lists',
    text: missingListsText,
    values: [accountId, listIds],
  });
  if (rows[0]) throw new Problem('not_found', `There is no list ${rows[0].id}.`);
}
