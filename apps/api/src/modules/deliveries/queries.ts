import { createHash } from 'node:crypto';
import { attemptColumns, deliveryColumns } from 'db/sql';
import type pg from 'pg';
import { instantText } from '../../instant-text.ts';
import { type List, readPage } from '../../paging.ts';
import { Problem } from '../../problem.ts';
import { type DeliveryQuery, mostAttempts } from './schemas.ts';

// The statement is not prepared: PostgreSQL plans it for the values that it comes with, and what is null is gone then.
// The account is an array of one: of two indexes in the order of ids PostgreSQL would take the one that begins with no
// account, and on the way to the rows of an account pass by those that others have had since.
const list: Omit<List, 'name'> = {
  columns: deliveryColumns,
  from: 'deliveries d',
  where: `d.user_id = any (array[$2::bigint])
    and ($3::text is null or d.state = $3::text)
    and ($4::text is null or d.kind = $4::text)
    and ($5::bigint is null or d.channel_id = $5::bigint)
    and ($6::bigint is null or d.reminder_id = any (array(
      select r.id from reminders r where r.user_id = $2::bigint and r.todo_id = $6::bigint
    )))
    and ($7::timestamptz is null or d.fired_at >= $7::timestamptz)
    and ($8::timestamptz is null or d.fired_at < $8::timestamptz)`,
  keys: [{ sql: 'd.id', type: 'bigint' }],
  same: 'd.user_id',
  descending: true,
  prepared: false,
};

/** Answers a page of an account's deliveries as JSON text. Throws not_found where the channel or the todo is not there. */
export async function listDeliveries(
  database: Pick<pg.Pool, 'query'>,
  accountId: number,
  query: DeliveryQuery,
): Promise<string> {
  const { state = null, kind = null, channel_id = null, todo_id = null, since, until } = query;
  const moments = [since, until].map((moment) => (moment === undefined ? null : instantText(moment)));
  const filters = [state, kind, channel_id, todo_id, ...moments];
  // a cursor is good for the same filters only
  const hash = createHash('sha256').update(JSON.stringify(filters)).digest('base64url').slice(0, 8);
  const page = await readPage(database, { ...list, name: `deliveries ${hash}` }, query, accountId, ...filters);
  if (page.startsWith('{"data":[]')) await demandPlaces(database, accountId, query);
  return page;
}

const placesText = `
  select $2::bigint is null or exists (select from channels where user_id = $1::bigint and id = $2::bigint) as channel,
         $3::bigint is null or exists (select from todos where user_id = $1::bigint and id = $3::bigint) as todo`;

/** An empty page of a channel or a todo that is not there is no page. */
export async function demandPlaces(
  database: Pick<pg.Pool | pg.PoolClient, 'query'>,
  accountId: number,
  { channel_id, todo_id }: { channel_id?: number; todo_id?: number },
): Promise<void> {
  if (channel_id === undefined && todo_id === undefined) return;
  const { rows } = await database.query<{ channel: boolean; todo: boolean }>({
    name: 'delivery_places',
    text: placesText,
    values: [accountId, channel_id, todo_id],
  });
  if (rows[0]?.channel === false) throw new Problem('not_found', `There is no channel ${channel_id}.`);
  if (rows[0]?.todo === false) throw new Problem('not_found', `There is no todo ${todo_id}.`);
}

const detailsText = `
  select row_to_json(r)::text as json from (
    select ${deliveryColumns}, (
      select coalesce(json_agg(row_to_json(made)), '[]') from (
        select ${attemptColumns} from delivery_attempts a
        where a.user_id = d.user_id and a.delivery_id = d.id order by a.claim limit ${mostAttempts}
      ) made
    ) as attempts_made
    from deliveries d where d.user_id = $1::bigint and d.id = $2::bigint
  ) r`;

/** The JSON of a delivery with the attempts to send it. Throws not_found. */
export async function readDelivery(database: Pick<pg.Pool, 'query'>, accountId: number, id: number): Promise<string> {
  const { rows } = await database.query<{ json: string }>({
    name: 'delivery',
    text: detailsText,
    values: [accountId, id],
  });
  if (!rows[0]) throw noDelivery(id);
  return rows[0].json;
}

export function noDelivery(id: number): Problem {
  return new Problem('not_found', `There is no delivery ${id}.`);
}
