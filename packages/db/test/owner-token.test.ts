import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOrm, hashToken, setOwnerToken } from '../index.ts';
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
  expect(made).toMatch(/^[\w-]{43}$/);
  expect(await hashes()).toEqual([hashToken(made ?? '').toString('hex')]);
  expect(await setOwnerToken(orm, undefined)).toBeUndefined();

  const given = 'a-token-of-the-operator-of-32-characters';
  expect(await setOwnerToken(orm, given)).toBeUndefined();
  expect(await hashes()).toEqual([hashToken(given).toString('hex')]);
  expect(await setOwnerToken(orm, undefined)).toBeUndefined();
  expect(await hashes()).toEqual([hashToken(given).toString('hex')]);
});
