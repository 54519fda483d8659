import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSchemaVersion, SchemaBehindError } from '../sql.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing/index.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

test('a migrated database is current; a newer one is ahead, which is fine', async () => {
  expect(await readSchemaVersion(database.pool)).toBe('current');
  await database.pool.query(`insert into mikro_orm_migrations (name) values ('Migration20990101000000_later')`);
  expect(await readSchemaVersion(database.pool)).toBe('ahead');
});

test('one that lacks migrations is behind, and says which', async () => {
  await database.pool.query(`delete from mikro_orm_migrations where name like '%create_deliveries'`);
  const reading = readSchemaVersion(database.pool);
  await expect(reading).rejects.toThrow(SchemaBehindError);
  await expect(reading).rejects.toThrow('Missing: Migration20261123090900_create_deliveries');
  await database.pool.query('drop table mikro_orm_migrations');
  await expect(readSchemaVersion(database.pool)).rejects.toThrow('create_todos');
});
