import type pg from 'pg';

/** What became of a claimed delivery. */
export interface Settlement {
  id: number;
  claim: number;
  /** `queued` again means: retry after `delayMs` */
  state: 'delivered' | 'queued' | 'failed' | 'cancelled';
  /** whether something was sent, which counts as an attempt */
  attempted: boolean;
  delayMs: number | null;
  error: string | null;
}

// Fenced by the claim number: a worker whose lease was taken over, and one whose delivery was cancelled meanwhile,
// change nothing. Rows are locked in the order of their ids, as every statement that cancels does.
const settleText = `
  with settlement as materialized (
    select * from json_to_recordset($1::json)
      as x (id bigint, claim int, state text, attempted boolean, "delayMs" float8, error text)
  ), mine as (
    select d.id from deliveries d join settlement s on d.id = s.id and d.claim = s.claim
    where d.state = 'queued' order by d.id for update of d
  )
  update deliveries d
  set state = s.state, attempts = d.attempts + s.attempted::int, worker = null,
      next_at = coalesce(now() + s."delayMs" * interval '1 millisecond', d.next_at),
      delivered_at = case when s.state = 'delivered' then now() end,
      last_error = coalesce(s.error, d.last_error)
  from settlement s, mine
  where d.id = mine.id and d.id = s.id and d.claim = s.claim and d.state = 'queued'`;

/** Writes down what became of claimed deliveries, all in one statement; answers how many of them still were ours. */
export async function settleDeliveries(pool: pg.Pool, settlements: Settlement[]): Promise<number> {
  const { rowCount } = await pool.query({
    name: 'settle_deliveries',
    text: settleText,
    values: [JSON.stringify(settlements)],
  });
  return rowCount ?? 0;
}

const releaseText = `
  with given as materialized (
    select * from json_to_recordset($1::json) as x (id bigint, claim int)
  ), mine as (
    select d.id from deliveries d join given g on d.id = g.id and d.claim = g.claim
    where d.state = 'queued' order by d.id for update of d
  ), released as (
    update deliveries d set worker = null, next_at = now()
    from given g, mine
    where d.id = mine.id and d.id = g.id and d.claim = g.claim and d.state = 'queued'
    returning d.id
  )
  select pg_notify('reminder_due', '') from (select from released limit 1) any_released`;

/** Gives claimed deliveries back unsent: another worker is woken to take them at once, and no attempt is counted. */
export async function releaseDeliveries(pool: pg.Pool, claims: { id: number; claim: number }[]): Promise<void> {
  await pool.query({ name: 'release_deliveries', text: releaseText, values: [JSON.stringify(claims)] });
}

// What stays queued for a disabled channel is cancelled one by one as it is claimed.
const disableText = `
  update channels c set enabled = false, disabled_reason = $2::text
  where c.id = any($1::bigint[]) and c.enabled`;

/** Stops ringing channels whose receiver said that it is gone. */
export async function disableChannels(pool: pg.Pool, ids: number[], reason: string): Promise<void> {
  await pool.query({ name: 'disable_channels', text: disableText, values: [ids, reason] });
}
