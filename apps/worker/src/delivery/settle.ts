import type pg from 'pg';
import type { Answer } from '../channels/message.ts';

/** What became of a claimed delivery. */
export interface Settlement {
  id: number;
  claim: number;
  /** `queued` again means: go on after `delayMs` */
  state: 'delivered' | 'queued' | 'failed' | 'cancelled';
  delayMs: number | null;
  /** … or at this moment, in Unix ms by the database's clock */
  until: number | null;
  /** why it waits, where that is not for another attempt */
  heldFor: 'quiet_hours' | 'digest' | null;
  error: string | null;
  /** what was sent, if something was */
  attempt: Attempt | null;
}

export interface Attempt extends Answer {
  /** Unix ms */
  at: number;
  durationMs: number;
}

/** The longest error and the longest answer that are kept. */
const longestText = 1024;

// Fenced by the claim number: a worker whose lease was taken over, and one whose delivery was cancelled meanwhile,
// change nothing. Rows are locked in the order of their ids, as every statement that cancels does.
const settleText = `
  with settlement as materialized (
    select * from json_to_recordset($1::json)
      as x (id bigint, claim int, state text, "delayMs" float8, until float8, "heldFor" text, error text, attempt json)
  ), mine as materialized (
    select s.* from (select * from settlement order by id) s cross join lateral (
      select from deliveries d
      -- one that was settled already has no worker: the answer to that was lost
      where d.id = s.id and d.claim = s.claim and d.state = 'queued' and d.worker is not null
      for update
    ) d
  ), settled as (
    update deliveries d
    set state = s.state, attempts = d.attempts + (s.attempt is not null)::int, worker = null, held_for = s."heldFor",
        next_at = coalesce(to_timestamp(s.until / 1000), now() + s."delayMs" * interval '1 millisecond', d.next_at),
        delivered_at = case when s.state = 'delivered' then now() end,
        last_error = coalesce(s.error, d.last_error)
    from mine s
    where d.id = s.id and d.claim = s.claim and d.state = 'queued'
    returning d.user_id, d.id, d.claim
  ), logged as (
    insert into delivery_attempts (user_id, delivery_id, claim, attempted_at, duration_ms, status, error, answer)
    select d.user_id, d.id, d.claim, to_timestamp(a.at / 1000), a."durationMs", a.status,
           case when s.state <> 'delivered' then s.error end, a.answer
    from settled d join settlement s on s.id = d.id
    cross join json_to_record(s.attempt) as a (at float8, "durationMs" int, status int, answer text)
    where s.attempt is not null
    on conflict do nothing
  )
  select count(*)::int as settled from settled`;

/** Writes down what became of claimed deliveries, all in one statement; answers how many of them still were ours. */
export async function settleDeliveries(database: Pick<pg.Pool, 'query'>, settlements: Settlement[]): Promise<number> {
  const { rows } = await database.query<{ settled: number }>({
    name: 'settle_deliveries',
    text: settleText,
    values: [JSON.stringify(settlements.map(storable))],
  });
  return rows[0]?.settled ?? 0;
}

/** PostgreSQL stores neither NUL nor half of a surrogate pair: what a receiver says must not undo what others said. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').slice(0, longestText).toWellFormed();
}

function storable({ error, attempt, ...settlement }: Settlement): Settlement {
  return {
    ...settlement,
    error: error && storableText(error),
    attempt: attempt && { ...attempt, answer: attempt.answer && storableText(attempt.answer) },
  };
}

const releaseText = `
  with given as materialized (
    select * from json_to_recordset($1::json) as x (id bigint, claim int)
  ), mine as (
    select d.id from deliveries d join given g on d.id = g.id and d.claim = g.claim
    where d.state = 'queued' and d.worker is not null order by d.id for update of d
  ), released as (
    update deliveries d set worker = null, next_at = now(), ready = true
    from given g, mine
    where d.id = mine.id and d.id = g.id and d.claim = g.claim and d.state = 'queued'
    returning d.id
  )
  select pg_notify('reminder_due', '') from (select from released limit 1) any_released`;

/** Gives claimed deliveries back unsent: another worker is woken to take them at once, and no attempt is counted. */
export async function releaseDeliveries(pool: pg.Pool, claims: { id: number; claim: number }[]): Promise<void> {
  await pool.query({ name: 'release_deliveries', text: releaseText, values: [JSON.stringify(claims)] });
}
