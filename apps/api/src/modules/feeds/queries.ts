import { createHash } from 'node:crypto';
import type { FeedShows } from 'db';
import { feedColumns, hashToken, judgeSecretToken, listedTodoColumns } from 'db/sql';
import type { CalendarTodo } from 'icalendar';
import type pg from 'pg';
import type { List } from '../../paging.ts';

type Database = Pick<pg.Pool, 'query'>;

const feedText = `select row_to_json(r)::text as json from (select ${feedColumns} from feeds f where f.user_id = $1::bigint and f.id = $2::bigint) r`;

/** The JSON of a feed, without what opens it, or undefined where the account has no such feed. */
export async function readFeed(database: Database, accountId: number, id: number): Promise<string | undefined> {
  const { rows } = await database.query<{ json: string }>({ name: 'feed', text: feedText, values: [accountId, id] });
  return rows[0]?.json;
}

export const feedList: List = {
  name: 'feeds',
  columns: feedColumns,
  from: 'feeds f',
  where: 'f.user_id = $2::bigint',
  keys: [{ sql: 'f.id', type: 'bigint' }],
  prepared: true,
};

/** A feed that somebody asks for, and what its calendar depends on beside the todos. */
export interface OpenFeed {
  accountId: number;
  name: string;
  shows: FeedShows;
  /** IANA */
  timeZone: string;
  /** HH:MM */
  defaultReminderTime: string;
  /** those that were completed before it are left out */
  completedSince: string;
  /** another one where the calendar may be another one */
  etag: string;
}

interface FeedRow {
  account_id: number;
  name: string;
  shows: FeedShows;
  time_zone: string;
  default_reminder_time: string;
  completed_since: string;
  epoch: string;
  latest: string | null;
}

// What the calendar shows changes with a row of `changes`, with the settings that are read here, or at midnight, when
// what was completed long ago drops out of it. Of rows of `changes` those count that no other can come before any more: one
// that is committed late would not be seen otherwise. What is answered meanwhile is newer than its tag, never older.
const openFeedText = `
  with feed as (
    select f.id, f.user_id, f.name, f.shows, f.last_used_at, u.time_zone, u.default_reminder_time
    from feeds f join users u on u.id = f.user_id
    where f.secret_hash = $1::bytea and u.disabled_at is null and u.deleted_at is null
  ), used as (
    update feeds f set last_used_at = now() from feed
    where f.id = feed.id and (feed.last_used_at is null or feed.last_used_at < now() - interval '1 minute')
  )
  select user_id::float8 as account_id, name, shows, time_zone,
         to_char(default_reminder_time, 'HH24:MI') as default_reminder_time,
         to_char(date_trunc('day', now() at time zone 'UTC') - interval '30 days', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as completed_since,
         (select epoch::text from change_feed) as epoch,
         (select c.xact || '/' || c.id from changes c
          where c.user_id = feed.user_id and c.xact < pg_snapshot_xmin(pg_current_snapshot())
          order by c.xact desc, c.id desc limit 1) as latest
  from feed`;

/** What a token opens, or undefined where it is not known or is revoked. Writes down that it was used. */
export async function openFeed(database: Database, token: string): Promise<OpenFeed | undefined> {
  if (judgeSecretToken('feed', token) !== 'well-formed') return undefined;
  const { rows } = await database.query<FeedRow>({
    name: 'open_feed',
    text: openFeedText,
    values: [hashToken(token)],
  });
  if (!rows[0]) return undefined;
  const { account_id, name, shows, time_zone, default_reminder_time, completed_since } = rows[0];
  return {
    accountId: account_id,
    name,
    shows,
    timeZone: time_zone,
    defaultReminderTime: default_reminder_time,
    completedSince: completed_since,
    etag: createHash('sha256').update(JSON.stringify(rows[0])).digest('base64url'),
  };
}

/** How many todos one statement reads; their notes may have 200 kB each. */
const rowsAtOnce = 100;

const todosText = `
  select (select row_to_json(r) from (select ${listedTodoColumns}) r) as todo, t.id::text as id, t.updated_at::text as updated_at
  from users u join todos t on t.user_id = u.id
  where u.id = $1::bigint and t.deleted_at is null and t.due_date is not null`;

const openText = `${todosText} and not t.completed and t.id > $2::bigint order by t.id limit ${rowsAtOnce}`;

// What is completed is as old as its last change or older, and that is what there is an index of.
const completedText = `${todosText} and t.completed and t.completed_at >= $2::timestamptz
  and (t.updated_at, t.id) > ($3::timestamptz, $4::bigint) order by t.updated_at, t.id limit ${rowsAtOnce}`;

interface TodoRow {
  todo: CalendarTodo;
  id: string;
  updated_at: string;
}

/**
 * The todos of a feed: those with a due date that are open, and those that were completed lately. They are read some at a
 * time, each as it is then, so that neither memory nor a connection is held while somebody reads slowly.
 */
export async function* readTodos(
  database: Database,
  { accountId, completedSince }: OpenFeed,
): AsyncGenerator<CalendarTodo[]> {
  const read = async (name: string, text: string, values: unknown[]) =>
    (await database.query<TodoRow>({ name, text, values: [accountId, ...values] })).rows;
  let open = await read('feed_open', openText, [0]);
  while (open.length > 0) {
    yield open.map(({ todo }) => todo);
    open = await read('feed_open', openText, [open.at(-1)?.id]);
  }
  let completed = await read('feed_completed', completedText, [completedSince, completedSince, 0]);
  while (completed.length > 0) {
    yield completed.map(({ todo }) => todo);
    const last = completed.at(-1);
    completed = await read('feed_completed', completedText, [completedSince, last?.updated_at, last?.id]);
  }
}
