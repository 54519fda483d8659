import type pg from 'pg';
import type { Credential } from '../../credentials.ts';
import { type Origin, recordEvent } from '../../security-events.ts';
import { inTransaction } from '../../transaction.ts';

/** The hash of an account's password, or null where it has none. */
export async function readPasswordHash(database: Pick<pg.Pool, 'query'>, accountId: number): Promise<string | null> {
  const { rows } = await database.query<{ password_hash: string | null }>({
    name: 'password_hash',
    text: 'select password_hash from users where id = $1::bigint',
    values: [accountId],
  });
  return rows[0]?.password_hash ?? null;
}

/** Sets the password in place of `current`, and ends every other session. Answers false where somebody else changed it meanwhile. */
export async function changePassword(
  pool: pg.Pool,
  credential: Credential,
  { current, next }: { current: string | null; next: string },
  origin: Origin,
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query({
      name: 'change_password',
      text: `update users set password_hash = $2::text where id = $1::bigint and password_hash is not distinct from $3::text`,
      values: [credential.accountId, next, current],
    });
    if (rowCount === 0) return false;
    await client.query({
      name: 'end_other_sessions',
      text: 'delete from sessions where user_id = $1::bigint and id <> $2::bigint',
      values: [credential.accountId, credential.kind === 'session' ? credential.id : 0],
    });
    await client.query({
      name: 'forget_resets',
      text: 'delete from password_resets where user_id = $1::bigint',
      values: [credential.accountId],
    });
    await recordEvent(client, credential.accountId, 'password.changed', origin);
    return true;
  });
}
