import { createHash, randomBytes } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { ApiToken } from './entities/api-token.ts';

/** The account that the migration `create_users` makes. */
export const OWNER_ID = 1;
const TOKEN_NAME = 'OWNER_TOKEN';

/** What is stored of a token: its SHA-256, 32 bytes. Tokens are random, so neither salt nor a slow hash adds anything. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * Makes `token` the owner's, in place of the one set this way before. Without `token`, the owner keeps the one it has,
 * or gets a random one, which is answered: the only moment it can be read.
 */
export async function setOwnerToken(orm: MikroORM, token: string | undefined): Promise<string | undefined> {
  return orm.em.fork().transactional(async (em) => {
    if (!token && (await em.count(ApiToken, { userId: OWNER_ID, name: TOKEN_NAME })) > 0) return undefined;
    const current = token ?? randomBytes(32).toString('base64url');
    await em.upsert(
      ApiToken,
      { userId: OWNER_ID, name: TOKEN_NAME, tokenHash: hashToken(current) },
      { onConflictFields: ['userId', 'name'] },
    );
    return token ? undefined : current;
  });
}
