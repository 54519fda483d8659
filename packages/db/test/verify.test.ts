import { defineEntity, MikroORM, p } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSchemaDump } from '../src/migrator/schema-dump.ts';
import { verifySchema } from '../src/migrator/verify.ts';
import { type OrmSettings, ormOptions } from '../src/orm.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
});
afterAll(() => database.drop());

test('migrations, entities and the committed dump agree', async () => {
  expect(await verifySchema(database.url)).toEqual([]);
});

test('an entity without its migration is found', async () => {
  const connect = (settings: OrmSettings) => {
    const label = defineEntity({ name: 'Stranger', tableName: 'strangers', properties: { id: p.integer().primary() } });
    const options = ormOptions(settings);
    return MikroORM.init({ ...options, entities: [...(options.entities ?? []), label] });
  };
  const found = await verifySchema(database.url, { connect });
  expect(found).toContain('migrations and entities differ: missing: table strangers');
  expect(found).toContainEqual(expect.stringContaining('missing: column strangers.id: integer'));
});

test('a stale dump is found', async () => {
  const { after, objects } = await readSchemaDump();
  const stale = objects.filter((line) => !line.startsWith('index reminders_due_index: '));
  expect(await verifySchema(database.url, { dump: { after, objects: stale } })).toEqual([
    expect.stringMatching(/^migrations and schema\.json differ: unexpected: index reminders_due_index: /),
  ]);
});
