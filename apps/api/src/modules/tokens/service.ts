import { apiTokenColumns, hashToken, makeSecretToken } from 'db/sql';
import type pg from 'pg';
import { parseDateTime } from 'schedule';
import { Problem } from '../../problem.ts';
import { type Origin, recordEvent } from '../../security-events.ts';
import { inTransaction } from '../../transaction.ts';
import type { NewToken } from './schemas.ts';

const createTokenText = `
  with a as (
    insert into api_tokens (user_id, name, token_hash, scopes, expires_at)
    select $1::bigint, $2::text, $3::bytea, $4::text[], $5::timestamptz
    where (select count(*) from api_tokens where user_id = $1::bigint) < 100
    on conflict (user_id, name) do nothing
    returning *
  )
  select r.id::float8 as id, row_to_json(r)::text as json
  from (select ${apiTokenColumns} from a) r`;

/** Makes a token; answers its id and its JSON with the secret in it. Throws conflict where the name is taken. */
export async function createToken(
  database: pg.Pool | pg.PoolClient,
  accountId: number,
  { name, scopes, expires_at }: NewToken,
  origin: Origin,
): Promise<{ id: number; json: string }> {
  const expiresAt = typeof expires_at === 'string' ? parseDateTime(expires_at) : undefined;
  if (expiresAt && expiresAt.getTime() <= Date.now()) {
    const message = 'must be in the future';
    throw new Problem('invalid_request', `body/expires_at ${message}`, {
      errors: [{ in: 'body', pointer: '/expires_at', message }],
    });
  }
  const secret = makeSecretToken('api');
  return inTransaction(database, async (client) => {
    const { rows } = await client.query<{ id: number; json: string }>({
      name: 'create_token',
      text: createTokenText,
      values: [accountId, name, hashToken(secret), scopes, expiresAt?.toISOString() ?? null],
    });
    if (!rows[0])
      throw new Problem(
        'conflict',
        `There is a token named ${name}, or there are 100 tokens: revoke one, or choose another name.`,
      );
    await recordEvent(client, accountId, 'token.created', origin, { token_id: rows[0].id, name, scopes });
    // not by PostgreSQL, whose log may show what it is given
    return { id: rows[0].id, json: JSON.stringify({ ...JSON.parse(rows[0].json), token: secret }) };
  });
}

/** Revokes a token; answers false where the account has no such one. */
export async function revokeToken(pool: pg.Pool, accountId: number, id: number, origin: Origin): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ name: string }>({
      name: 'revoke_token',
      text: 'delete from api_tokens where user_id = $1::bigint and id = $2::bigint returning name',
      values: [accountId, id],
    });
    if (!rows[0]) return false;
    await recordEvent(client, accountId, 'token.revoked', origin, { token_id: id, name: rows[0].name });
    return true;
  });
}
