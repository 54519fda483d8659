import { argon2Sync, randomBytes, randomInt } from 'node:crypto';
import type { Scope } from 'db';
import { hashToken, makeSecretToken } from 'db/sql';
import type { Answer, TestApi } from './api.ts';

export const password = 'correct horse battery staple';

export interface Person {
  id: number;
  email: string;
  /** where the requests come from */
  address: string;
  /** Sends a request as a browser does: with the cookie that it was given, and without a token. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  signIn(password?: string): Promise<Answer>;
}

/** Somebody at an address of their own, with an account made in the database, who has not signed in. */
export async function addPerson(
  api: TestApi,
  email = `${randomBytes(6).toString('hex')}@example.com`,
): Promise<Person> {
  const { rows } = await api.database.pool.query<{ id: number }>(
    'insert into users (email, password_hash) values ($1, $2) returning id::float8 as id',
    [email, cheapHash(password)],
  );
  return { id: rows[0]?.id ?? 0, email, ...browse(api, email) };
}

/** A browser at an address of its own. */
export function browse(api: TestApi, email = ''): Omit<Person, 'id' | 'email'> {
  const address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
  let cookie = '';
  const send: Person['send'] = async (method, path, body, headers = {}) => {
    const answer = await api.sendBare(method, path, body, { 'x-forwarded-for': address, cookie, ...headers });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return answer;
  };
  return { address, send, signIn: (given = password) => send('POST', '/api/v1/sessions', { email, password: given }) };
}

/** A token of the account, made in the database. */
export async function addToken(api: Pick<TestApi, 'database'>, accountId: number, scopes: Scope[]): Promise<string> {
  const token = makeSecretToken('api');
  await api.database.pool.query(
    `insert into api_tokens (user_id, name, token_hash, scopes) values ($1, gen_random_uuid()::text, $2, $3)`,
    [accountId, hashToken(token), scopes],
  );
  return token;
}

/** argon2id with parameters that take no time, as an older version of the api might have chosen them. */
export function cheapHash(text: string): string {
  const nonce = randomBytes(16);
  const tag = argon2Sync('argon2id', { message: text, nonce, parallelism: 1, tagLength: 32, memory: 64, passes: 1 });
  const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=64,t=1,p=1$${base64(nonce)}$${base64(tag)}`;
}
