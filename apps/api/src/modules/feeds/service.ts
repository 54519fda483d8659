import { feedColumns, hashToken, makeSecretToken } from 'db/sql';
import type pg from 'pg';
import { Problem } from '../../problem.ts';
import { type Origin, recordEvent } from '../../security-events.ts';
import { inTransaction } from '../../transaction.ts';
import type { NewFeed } from './schemas.ts';

const createFeedText = `
  with f as (
    insert into feeds (user_id, name, secret_hash, shows)
    select $1::bigint, $2::text, $3::bytea, $4::text
    where (select count(*) from feeds where user_id = $1::bigint) < 100
    on conflict (user_id, name) do nothing
    returning *
  )
  select r.id::float8 as id, row_to_json(r)::text as json
  from (select ${feedColumns} from f) r`;

/** Makes a feed; answers its id and its JSON with its address in it. Throws conflict where the name is taken. */
export async function createFeed(
  database: pg.Pool | pg.PoolClient,
  accountId: number,
  { name, shows = 'todos' }: NewFeed,
  { publicUrl, origin }: { publicUrl: string; origin: Origin },
): Promise<{ id: number; json: string }> {
  const secret = makeSecretToken('feed');
  return inTransaction(database, async (client) => {
    const { rows } = await client.query<{ id: number; json: string }>({
      name: 'create_feed',
      text: createFeedText,
      values: [accountId, name, hashToken(secret), shows],
    });
    if (!rows[0])
      throw new Problem(
        'conflict',
        `There is a feed named ${name}, or there are 100 feeds: revoke one, or choose another name.`,
      );
    await recordEvent(client, accountId, 'feed.created', origin, { feed_id: rows[0].id, name, shows });
    // not by PostgreSQL, whose log may show what it is given
    const url = new URL(`/api/v1/feeds/${secret}.ics`, publicUrl).href;
    return { id: rows[0].id, json: JSON.stringify({ ...JSON.parse(rows[0].json), url }) };
  });
}

/** Revokes a feed; answers false where the account has no such one. */
export async function revokeFeed(pool: pg.Pool, accountId: number, id: number, origin: Origin): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ name: string }>({
      name: 'revoke_feed',
      text: 'delete from feeds where user_id = $1::bigint and id = $2::bigint returning name',
      values: [accountId, id],
    });
    if (!rows[0]) return false;
    await recordEvent(client, accountId, 'feed.revoked', origin, { feed_id: id, name: rows[0].name });
    return true;
  });
}
