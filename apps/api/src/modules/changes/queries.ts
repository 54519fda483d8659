import { changeJson, todoBytes } from 'db/sql';
import type pg from 'pg';
import { mostBytes } from '../../paging.ts';
import { Problem } from '../../problem.ts';
import type { Position } from './cursor.ts';

type Database = Pick<pg.Pool, 'query'>;

export interface Change {
  position: Position;
  accountId: number;
  /** such as `todo.created` */
  event: string;
  json: string;
}

/** A page of changes, and where the next one begins. */
export interface Page {
  changes: Change[];
  next: Position;
  /** whether there may be more already */
  isFull: boolean;
}

// A row is served once no transaction before its own is under way: then none with an earlier place can still appear.
// The frontier is that of the very snapshot with which the statement reads.
const feed = `
  feed as materialized (
    select epoch, pruned_through, pg_snapshot_xmin(pg_current_snapshot()) as frontier from change_feed
  )`;

interface FeedRow {
  epoch: string;
  frontier: string;
  pruned_through: string | null;
}

interface ChangeRow extends FeedRow {
  account_id: number;
  /** null in the only row of a page without changes */
  xact: string | null;
  id: string;
  event: string;
  /** null for an account that was not asked for */
  json: string | null;
  /** how many rows there were for the page, of which the last may be left to the next one; null like `xact` */
  found: number | null;
}

const columns = `
  f.epoch, f.frontier::text as frontier, f.pruned_through::text as pruned_through, c.user_id::float8 as account_id,
  c.xact::text as xact, c.id::text as id, c.resource || '.' || c.change as event, c.found::int as found`;

// How many bytes a text has is known without reading it. Of what is not `read`, none is counted.
const withinBytes = (rows: string, read = 'true') => `
  select * from (
    select *, count(*) over () as found,
           sum(bytes) over (order by xact, id rows between unbounded preceding and 1 preceding) as bytes_before
    from (
      select c.*, case when c.resource = 'todo' and ${read} then (
        select ${todoBytes} from todos t where t.user_id = c.user_id and t.id = c.resource_id
      ) end as bytes
      from (${rows}) c
    ) c
  ) c where coalesce(bytes_before, 0) < ${mostBytes}`;

// Both statements have no name, and so are planned each time, which takes a millisecond: a plan that is kept from when there
// were few todos reads all of an account's for each change, once they are many.
const pageText = `
  with ${feed}, page as materialized (${withinBytes(`
    select c.* from changes c
    where c.user_id = $1::bigint and (c.xact, c.id) > ($2::xid8, $3::bigint) and c.xact < (select frontier from feed)
    order by c.xact, c.id limit $4::int`)}
  )
  select ${columns}, ${changeJson} as json from feed f left join page c on true order by c.xact, c.id`;

/** The changes of an account after `since`. Throws cursor_expired. */
export async function readChanges(
  database: Database,
  accountId: number,
  since: Position,
  limit: number,
): Promise<Page> {
  const { rows } = await database.query<ChangeRow>({
    text: pageText,
    values: [accountId, since.xact, since.id, limit],
  });
  return pageOf(rows, since, limit);
}

// All accounts' rows in the order of the primary key, however many of them are asked for: few have been added since the
// last look. Only what is asked for is made JSON of.
const recentText = `
  with ${feed}, recent as materialized (${withinBytes(
    `
    select c.* from changes c
    where (c.xact, c.id) > ($1::xid8, $2::bigint) and c.xact < (select frontier from feed)
    order by c.xact, c.id limit $4::int`,
    'c.user_id = any($3::bigint[])',
  )}
  )
  select ${columns}, case when c.user_id = any($3::bigint[]) then ${changeJson} end as json
  from feed f left join recent c on true order by c.xact, c.id`;

/** The changes of several accounts after `since`, among at most `limit` of all. Throws cursor_expired. */
export async function readRecentChanges(
  database: Database,
  accountIds: number[],
  since: Position,
  limit: number,
): Promise<Page> {
  const { rows } = await database.query<ChangeRow>({
    text: recentText,
    values: [since.xact, since.id, accountIds, limit],
  });
  return pageOf(rows, since, limit);
}

/** Where the feed is now: all that is committed from now on comes after it. */
export async function readFrontier(database: Database): Promise<Position> {
  const { rows } = await database.query<FeedRow>({
    name: 'change_frontier',
    text: `with ${feed} select epoch, frontier::text as frontier, null as pruned_through from feed`,
  });
  return frontierOf(demandRow(rows));
}

function pageOf(rows: ChangeRow[], since: Position, limit: number): Page {
  const feed = demandRow(rows);
  demandKnown(feed, since);
  const found = rows.flatMap(({ epoch, account_id, xact, id, event, json }) =>
    xact === null
      ? []
      : [{ position: { epoch, xact: BigInt(xact), id: BigInt(id) }, accountId: account_id, event, json }],
  );
  const isFull = found.length === limit || found.length < (rows[0]?.found ?? 0);
  const last = isFull ? found.at(-1) : undefined;
  return {
    changes: found.flatMap(({ json, ...change }) => (json === null ? [] : [{ ...change, json }])),
    // one that stays fresh although nothing happens
    next: last?.position ?? frontierOf(feed),
    isFull,
  };
}

function demandRow<Row>(rows: Row[]): Row {
  if (!rows[0]) throw new Error('change_feed has no row');
  return rows[0];
}

function frontierOf({ epoch, frontier }: FeedRow): Position {
  return { epoch, xact: BigInt(frontier), id: 0n };
}

/** A cursor ahead of the feed comes from before a restore. */
function demandKnown({ epoch, frontier, pruned_through }: FeedRow, since: Position): void {
  const isPruned = pruned_through !== null && since.xact <= BigInt(pruned_through);
  if (since.epoch === epoch && since.xact <= BigInt(frontier) && !isPruned) return;
  throw new Problem(
    'cursor_expired',
    'The cursor is over 30 days old, or from before a restore. Ask without it for the cursor of now, then read everything anew.',
  );
}
