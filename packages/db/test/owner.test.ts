import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOrm, setOwnerEmail, setOwnerToken } from '../index.ts';
import { hashToken, judgeSecretToken } from '../sql.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing/index.ts';

let database: TestDatabase;
let orm: Awaited<ReturnType<typeof createOrm>>;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  orm = await createOrm({ url: database.url, poolSize: 2 });
  await orm.migrator.up();
});

afterAll(async () => {
  await orm.close();
  await database.drop();
});

async function hashes(): Promise<string[]> {
  const { rows } = await database.pool.query<{ hash: string }>(
    `select encode(token_hash, 'hex') as hash from api_tokens`,
  );
  return rows.map(({ hash }) => hash);
}

test('an owner without a token gets a random one, told once; a given one takes its place, and stays', async () => {
  const made = await setOwnerToken(orm, undefined);
  expect(judgeSecretToken('api', made ?? '')).toBe('well-formed');
  expect(await hashes()).toEqual([hashToken(made ?? '').toString('hex')]);
  expect(await setOwnerToken(orm, undefined)).toBeUndefined();

  const given = 'a-token-of-the-operator-of-32-characters';
  expect(await setOwnerToken(orm, given)).toBeUndefined();
  expect(await hashes()).toEqual([hashToken(given).toString('hex')]);
  expect(await setOwnerToken(orm, undefined)).toBeUndefined();
  expect(await hashes()).toEqual([hashToken(given).toString('hex')]);
});

test('the owner gets the address it is given, in lower case, unless another account has it', async () => {
  await database.pool.query(`insert into users (email) values ('taken@example.com')`);
  expect(await setOwnerEmail(orm, 'Owner@Example.com')).toBe(true);
  expect(await setOwnerEmail(orm, 'owner@example.com')).toBe(true);
  expect(await setOwnerEmail(orm, 'Taken@example.com')).toBe(false);
  const { rows } = await database.pool.query('select email from users order by id');
  expect(rows).toEqual([{ email: 'owner@example.com' }, { email: 'taken@example.com' }]);
});
