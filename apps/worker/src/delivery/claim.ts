import type { ChannelKind } from 'db';
import type pg from 'pg';
import {
  type ClaimedChannel,
  type ClaimedDelivery,
  claimedChannelColumns,
  claimedColumns,
  claimedFrom,
} from './claimed-delivery.ts';

/** What sends a delivery. Each lane has its own queue and its own sends, so that none waits for a slow other one. */
export type Lane = ChannelKind;

export interface ClaimQuery {
  lane: Lane;
  /** how many at most, in all and of one receiver */
  limit: number;
  limitOfReceiver: number;
  /** receivers that may get fewer: how many each may get now, by its channel's id */
  free?: Map<number, number>;
  /** to begin with the receiver whose id comes after this one */
  after?: number;
  leaseMs: number;
  worker: string;
}

export interface ClaimResult {
  claimed: ClaimedDelivery[];
  /** Whether something ready was left that somebody else holds, such as an edit. */
  held: boolean;
}

// Rows that can be sent are indexed by lane and receiver (a channel, or 0 for messages about accounts). `receiver` goes
// from one receiver to the next, a look into the index for each; then each gives what it may. So a receiver with 50,000
// rows in front of all others costs as much as one with a single row, and one that is busy costs a look.
// The lease is next_at. The reminder may have been edited and the todo completed since it was queued; those cancel the
// row in their own transaction, and what is read here looks again.
const nextReceiver = (after: string) => `
  select coalesce(channel_id, 0::bigint) as id from deliveries
  where state = 'queued' and ready and lane = $1::text and coalesce(channel_id, 0::bigint) > ${after}
  order by coalesce(channel_id, 0::bigint) limit 1`;

const ofReceiver = `
  d.state = 'queued' and d.ready and d.lane = $1::text and coalesce(d.channel_id, 0::bigint) = s.id and d.next_at <= now()`;

const claimText = `
  with recursive receiver as (
    (${nextReceiver('$5::bigint')})
    union all
    select next.id from receiver cross join lateral (${nextReceiver('receiver.id')}) next
  ), slots as materialized (
    select r.id, coalesce(b.free, $3::int) as free
    from receiver r left join json_to_recordset($4::json) as b (id bigint, free int) on b.id = r.id
    where coalesce(b.free, $3::int) > 0 limit $2::int
  ), due as materialized (
    select d.id, d.takeover, s.id as receiver
    from slots s cross join lateral (
      select d.id, d.worker is not null as takeover from deliveries d where ${ofReceiver}
      order by d.next_at limit s.free
      for update skip locked
    ) d limit $2::int
  ), claimed as (
    update deliveries d
    set claim = claim + 1, attempts = attempts + (worker is not null)::int, worker = $7::text, ready = false,
        next_at = now() + $6::int * interval '1 millisecond'
    from due where d.id = due.id
    returning d.*, due.takeover
  ), message as (
    select ${claimedColumns} from claimed d ${claimedFrom}
  ), channel as (
    select ${claimedChannelColumns}
    from (select distinct user_id, channel_id as id from claimed where channel_id is not null) d
    join users u on u.id = d.user_id
    join channels c on c.user_id = d.user_id and c.id = d.id
  ), held as (
    select from slots s cross join lateral (
      select from deliveries d where ${ofReceiver} and d.id not in (select id from due) order by d.next_at limit 1
    ) d
    where (select count(*) from due) < $2::int and (select count(*) from due where receiver = s.id) < s.free limit 1
  )
  select coalesce((select json_agg(row_to_json(message)) from message), '[]') as claimed,
         coalesce((select json_agg(row_to_json(channel)) from channel), '[]') as channels,
         exists (select from held) as held`;

interface Row {
  claimed: (Omit<ClaimedDelivery, 'channel'> & { channel_id: number | null })[];
  /** each once, however much goes to it */
  channels: ClaimedChannel[];
  held: boolean;
}

/** Claims due deliveries of a lane for `leaseMs`, from as many receivers as there are. Who claims at the same time gets others. */
export async function claimDeliveries(database: Pick<pg.Pool, 'query'>, query: ClaimQuery): Promise<ClaimResult> {
  const { lane, limit, limitOfReceiver, free = new Map(), after = -1, leaseMs, worker } = query;
  const busy = JSON.stringify([...free].map(([id, left]) => ({ id, free: left })));
  const { rows } = await database.query<Row>({
    name: 'claim_deliveries',
    text: claimText,
    values: [lane, limit, limitOfReceiver, busy, after, leaseMs, worker],
  });
  if (!rows[0]) throw new Error('claim_deliveries answered no row');
  const { claimed, channels, held } = rows[0];
  const channelOf = new Map(channels.map((channel) => [channel.id, channel]));
  return {
    claimed: claimed.map(({ channel_id: id, ...row }) => ({
      ...row,
      channel: id === null ? null : (channelOf.get(id) ?? null),
    })),
    held,
  };
}
