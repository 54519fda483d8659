import type { MikroORM } from '@mikro-orm/postgresql';
import { ApiToken, type Scope } from './entities/api-token.ts';
import { User } from './entities/user.ts';
import { OWNER_ID } from './owner-id.ts';
import { hashToken, makeSecretToken } from './secret-token.ts';

const TOKEN_NAME = 'OWNER_TOKEN';
const everything: Scope[] = ['read', 'write', 'admin'];

/**
 * Makes `token` the owner's, in place of the one set this way before. Without `token`, the owner keeps the one it has,
 * or gets a random one, which is answered: the only moment it can be read.
 */
export async function setOwnerToken(orm: MikroORM, token: string | undefined): Promise<string | undefined> {
  return orm.em.fork().transactional(async (em) => {
    if (!token && (await em.count(ApiToken, { userId: OWNER_ID, name: TOKEN_NAME })) > 0) return undefined;
    const current = token ?? makeSecretToken('api');
    await em.upsert(
      ApiToken,
      { userId: OWNER_ID, name: TOKEN_NAME, tokenHash: hashToken(current), scopes: everything },
      { onConflictFields: ['userId', 'name'] },
    );
    return token ? undefined : current;
  });
}

/** Gives the owner an e-mail address, with which it can sign in. Answers false, and changes nothing, where another account has it. */
export async function setOwnerEmail(orm: MikroORM, address: string): Promise<boolean> {
  const email = address.toLowerCase();
  return orm.em.fork().transactional(async (em) => {
    if ((await em.count(User, { email, id: { $ne: OWNER_ID } })) > 0) return false;
    await em.nativeUpdate(User, { id: OWNER_ID }, { email });
    return true;
  });
}
