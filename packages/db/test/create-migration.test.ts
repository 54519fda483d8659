import { readdir, readFile } from 'node:fs/promises';
import { defineEntity, type EntitySchema, p } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/postgresql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCatalog } from '../src/migrator/catalog.ts';
import { type CreateChoices, createMigration } from '../src/migrator/create/create-migration.ts';
import { Migrator } from '../src/migrator/migrator.ts';
import { ormOptions } from '../src/orm.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing/index.ts';
import { makeScratchMigrations, type ScratchMigrations } from './scratch-migrations.ts';

let scratch: ScratchMigrations;
let database: TestDatabase | undefined;

beforeEach(async () => {
  scratch = await makeScratchMigrations();
});

afterEach(async () => {
  await scratch.remove();
  await database?.drop();
  database = undefined;
});

const id = p.integer().primary();
const pets = (properties: Record<string, unknown> = {}) =>
  defineEntity({ name: 'Pet', tableName: 'pets', properties: { id, ...properties } });
const people = (properties: Record<string, unknown> = {}, more: object = {}) =>
  defineEntity({ name: 'Person', tableName: 'people', properties: { id, ...properties }, ...more });

const noChoices: CreateChoices = { renames: [], noRename: false, blank: false, allow: [] };

async function withMigrator<T>(
  entities: unknown[],
  use: (orm: MikroORM, migrator: Migrator) => Promise<T>,
): Promise<T> {
  // nothing here connects
  const options = ormOptions({ url: 'postgresql://nobody@127.0.0.1:1/none', poolSize: 1 });
  const orm = await MikroORM.init({
    ...options,
    entities: entities as EntitySchema[],
    migrations: { ...options.migrations, path: scratch.folder, pathTs: scratch.folder },
  });
  try {
    if (!(orm.migrator instanceof Migrator)) throw new Error('not our migrator');
    return await use(orm, orm.migrator);
  } finally {
    await orm.close();
  }
}

/** The migration that is written when the entities change from `before` to `after`. */
async function change(before: unknown[], after: unknown[], choices: Partial<CreateChoices> = {}) {
  await withMigrator(before, (_, migrator) => migrator.writeSnapshot());
  return withMigrator(after, async (orm, migrator) => {
    const created = await createMigration(orm, migrator, scratch.folder, { ...noChoices, ...choices });
    return (
      created && {
        ...created,
        short: created.name.replace(/^Migration\d{14}_/, ''),
        text: await readFile(created.path, 'utf8'),
      }
    );
  });
}

const allow = (...rules: string[]) => ({ allow: rules, reason: 'the test says so' });

test.each([
  ['create_people', [pets()], [pets(), people({ name: p.text() })], {}],
  ['drop_pets', [pets(), people()], [people()], allow('ban-drop-table')],
  ['add_age_to_people', [people()], [people({ age: p.integer().nullable() })], {}],
  ['add_age_and_name_to_people', [people()], [people({ age: p.integer().nullable(), name: p.text().nullable() })], {}],
  ['drop_age_from_people', [people({ age: p.integer().nullable() })], [people()], allow('ban-drop-column')],
  [
    'require_age_in_people',
    [people({ age: p.integer().nullable() })],
    [people({ age: p.integer() })],
    allow('adding-not-nullable-field'),
  ],
  [
    'change_type_of_age_in_people',
    [people({ age: p.integer() })],
    [people({ age: p.bigint('number') })],
    allow('changing-column-type'),
  ],
  ['change_default_of_age_in_people', [people({ age: p.integer() })], [people({ age: p.integer().default(1) })], {}],
  [
    'make_age_unique_in_people',
    [people({ age: p.integer() })],
    [people({ age: p.integer().unique() })],
    allow('disallowed-unique-constraint', 'constraint-missing-not-valid'),
  ],
  ['index_age_of_people', [people({ age: p.integer() })], [people({ age: p.integer().index() })], {}],
  ['add_age_to_people_and_create_pets', [people()], [people({ age: p.integer().nullable() }), pets()], {}],
])('%s is the name of that change', async (name, before, after, choices) => {
  expect((await change(before, after, choices))?.short).toMatch(
    new RegExp(`^(${name}|create_pets_and_add_age_to_people)$`),
  );
});

test('many changes still make a name of at most 60 characters', async () => {
  const columns = Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [`a_rather_long_column_${i}`, p.text().nullable()]),
  );
  const created = await change([people()], [people(columns)]);
  expect(created?.short.length).toBeLessThanOrEqual(60);
  expect(created?.short).toMatch(/^add_a_rather_long_column_0_and/);
});

test('no change writes nothing', async () => {
  expect(await change([people()], [people()])).toBeUndefined();
  expect(await readdir(scratch.folder)).toEqual(['snapshot.json']);
});

test('a given name is taken, checked and unique; a derived one is numbered', async () => {
  const age = people({ age: p.integer().nullable() });
  expect((await change([people()], [age], { name: 'grow_up' }))?.short).toBe('grow_up');
  for (const name of ['Grow', 'grow-up', 'grow_up', 'a'.repeat(61), '_x']) {
    await expect(change([people()], [age], { name }), name).rejects.toMatchObject({ exitCode: 2 });
  }
  expect((await change([people()], [age]))?.short).toBe('add_age_to_people');
  expect((await change([people()], [age]))?.short).toBe('add_age_to_people_2');
  const names = (await readdir(scratch.folder)).filter((name) => name.startsWith('Migration'));
  expect(new Set(names.map((name) => name.slice(0, 23))).size).toBe(3);
});

const [phone, bio] = [people({ phone: p.text().nullable() }), people({ bio: p.text().nullable() })];

test('a column that goes and one that comes is a question, which names both answers', async () => {
  await expect(change([phone], [bio])).rejects.toMatchObject({
    exitCode: 7,
    message: expect.stringMatching(/--rename people\.phone:bio or --no-rename$/),
  });
  expect(await readdir(scratch.folder)).toEqual(['snapshot.json']);
});

test('answered with a rename, values stay; without, the column is dropped with its definition kept for the way back', async () => {
  const renamed = await change([phone], [bio], { renames: [{ table: 'people', from: 'phone', to: 'bio' }] });
  expect(renamed?.short).toBe('rename_phone_to_bio_in_people');
  expect(renamed?.change.up).toEqual(['alter table "people" rename column "phone" to "bio";']);

  const old = people({ phone: p.string().length(20).default('none') });
  const dropped = await change([old], [people({ bio: p.string().length(20).default('none') })], {
    noRename: true,
    ...allow('ban-drop-column'),
  });
  expect(dropped?.change.up[0]).toBe('alter table "people" drop column "phone";');
  expect(dropped?.change.down.at(-1)).toBe(`alter table "people" add "phone" varchar(20) not null default 'none';`);
  expect(dropped?.text).toContain('override readonly irreversible = "the values of people.phone are gone"');
});

test('on a terminal it is asked', async () => {
  const questions: string[] = [];
  const ask = async (question: string) => questions.push(question) > 0;
  expect((await change([phone], [bio], { ask }))?.short).toBe('rename_phone_to_bio_in_people');
  expect(questions).toEqual(['Was people.phone renamed to bio? (No: it is dropped, and bio is new.)']);
});

test('a rename of a column that is not there is refused', async () => {
  const renames = [{ table: 'people', from: 'fone', to: 'bio' }];
  await expect(change([phone], [bio], { renames, noRename: true })).rejects.toMatchObject({ exitCode: 2 });
});

test('what destroys is refused with the way to allow it, and then the reason stands in the file', async () => {
  await expect(change([phone], [people()])).rejects.toMatchObject({
    exitCode: 7,
    message: expect.stringContaining('--allow ban-drop-column --reason'),
  });
  await expect(change([phone], [people()], { allow: ['ban-drop-column'] })).rejects.toMatchObject({ exitCode: 2 });
  await expect(change([phone], [people()], allow('ban-drop-column', 'nonsense'))).rejects.toMatchObject({
    exitCode: 2,
  });
  const created = await change([phone], [people()], allow('ban-drop-column'));
  expect(created?.text).toContain('"ban-drop-column": "the test says so"');
});

test('an index on a table in use is built concurrently; mixed with another change it is refused', async () => {
  const [before, after] = [people({ age: p.integer() }), people({ age: p.integer().index() })];
  const created = await change([before], [after]);
  expect(created?.change.up).toEqual(['create index concurrently "people_age_index" on "people" ("age");']);
  expect(created?.text).toContain('override isTransactional(): boolean');
  await expect(
    change([before], [people({ age: p.integer().index(), name: p.text().nullable() })]),
  ).rejects.toMatchObject({
    exitCode: 7,
    message: expect.stringContaining('require-concurrent-index-creation'),
  });
});

test('a blank one has a name, and nothing else', async () => {
  await expect(change([people()], [phone], { blank: true })).rejects.toMatchObject({ exitCode: 2 });
  const created = await change([people()], [phone], { blank: true, name: 'fill_phones' });
  expect(created?.change).toEqual({ up: [], down: [] });
});

const thePets = pets();
test.each<[string, unknown[], unknown[], string[], string]>([
  [
    'not null',
    [people({ a: p.integer().nullable() })],
    [people({ a: p.integer() })],
    ['adding-not-nullable-field'],
    '2 people without a a: 3, 4',
  ],
  [
    'unique',
    [people({ a: p.integer().nullable() })],
    [people({ a: p.integer().nullable().unique() })],
    ['disallowed-unique-constraint', 'constraint-missing-not-valid'],
    '2 people that share their a: 1, 2',
  ],
  [
    'check',
    [people({ a: p.integer().nullable() })],
    [people({ a: p.integer().nullable() }, { checks: [{ name: 'a_small', expression: 'a < 100000' }] })],
    ['constraint-missing-not-valid'],
    '1 people that break a_small: 5',
  ],
  [
    'narrower type',
    [people({ a: p.integer().nullable() })],
    [people({ a: p.smallint().nullable() })],
    ['changing-column-type'],
    '1 people whose a does not fit smallint: 5',
  ],
  [
    'a column that is required',
    [people({ a: p.integer().nullable() })],
    [people({ a: p.integer().nullable(), b: p.integer() })],
    ['adding-required-field'],
    '5 people that would have no b: 1, 2, 3, 4, 5',
  ],
  [
    'foreign key',
    [people({ pet_id: p.integer().nullable().fieldName('a') }), thePets],
    [people({ pet: () => p.manyToOne(thePets).nullable().fieldName('a').index(false) }), thePets],
    ['adding-foreign-key-constraint', 'constraint-missing-not-valid'],
    '3 people that refer to pets that are not there: 1, 2, 5',
  ],
])('rows that %s would fail on are named before it runs', async (_, before, after, rules, message) => {
  const created = await change(before, after, allow(...rules));
  database = await createTestDatabase({ empty: true });
  await database.pool.query(`
    create table pets (id int primary key); create table people (id int primary key, a int);
    insert into people values (1, 7), (2, 7), (3, null), (4, null), (5, 100000)`);
  await scratch.seal();
  const open = await scratch.open(database.url);
  await expect(open.migrator.up()).rejects.toMatchObject({
    exitCode: 7,
    message: `${created?.name} would fail: ${message}\nNothing was changed.`,
  });
  await database.pool.query('truncate people');
  expect(await open.migrator.up()).toHaveLength(1);
  expect(await open.migrator.down()).toHaveLength(1);
  await open.close();
});

const everything = (properties: Record<string, unknown>, more = {}) => [people(properties, more), thePets];
const text = () => p.text().nullable();
const bioCheck = (column: string) => ({
  checks: [{ name: 'people_short_check', expression: `length(${column}) < 9` }],
});

test.each<[string, unknown[], unknown[], Partial<CreateChoices>]>([
  [
    'a column with a check',
    everything({}),
    everything({ bio: text() }, bioCheck('bio')),
    allow('constraint-missing-not-valid'),
  ],
  [
    'a column that is unique',
    everything({}),
    everything({ bio: text().unique() }),
    allow('constraint-missing-not-valid', 'disallowed-unique-constraint'),
  ],
  [
    'a column that refers',
    everything({}),
    everything({ pet: () => p.manyToOne(thePets).nullable().index(false) }),
    allow('constraint-missing-not-valid', 'adding-foreign-key-constraint'),
  ],
  [
    'a rename, and a check on it',
    everything({ phone: text() }),
    everything({ bio: text() }, bioCheck('bio')),
    { renames: [{ table: 'people', from: 'phone', to: 'bio' }], ...allow('constraint-missing-not-valid') },
  ],
  [
    'a rename of what has a check',
    everything({ phone: text() }, bioCheck('phone')),
    everything({ bio: text() }, bioCheck('bio')),
    { renames: [{ table: 'people', from: 'phone', to: 'bio' }] },
  ],
  [
    'a rename of what has an index',
    everything({ phone: text().index('people_i') }),
    everything({ bio: text().index('people_i') }),
    { renames: [{ table: 'people', from: 'phone', to: 'bio' }] },
  ],
  [
    'a rename that changes its type',
    everything({ phone: text() }),
    everything({ bio: p.string().length(9).nullable() }),
    { renames: [{ table: 'people', from: 'phone', to: 'bio' }], ...allow('changing-column-type') },
  ],
  [
    'a dropped column that had an index',
    everything({ phone: text().index() }),
    everything({ bio: text() }),
    { noRename: true, ...allow('ban-drop-column') },
  ],
  [
    'a dropped column that was unique',
    everything({ phone: text().unique() }),
    everything({ bio: text() }),
    { noRename: true, ...allow('ban-drop-column') },
  ],
  ['an index that goes', everything({ phone: text().index() }), everything({ phone: text() }), {}],
  ['a table with an index', [thePets], everything({ phone: text().index() }), {}],
])('%s: up makes what the entities say, and down what was there', async (_, before, after, choices) => {
  const created = await change(before, after, choices);
  await scratch.seal();
  database = await createTestDatabase({ empty: true });
  await database.pool.query(await withMigrator(before, (orm) => orm.schema.getCreateSchemaSQL({ wrap: false })));
  const original = await readCatalog(database.pool);
  const open = await scratch.open(database.url);
  await open.migrator.up();
  const changed = await readCatalog(database.pool);
  await open.migrator.down();
  expect(await readCatalog(database.pool), created?.text).toEqual(original);
  await open.close();

  const declared = await createTestDatabase({ empty: true });
  await declared.pool.query(await withMigrator(after, (orm) => orm.schema.getCreateSchemaSQL({ wrap: false })));
  expect(changed, created?.text).toEqual(await readCatalog(declared.pool));
  await declared.drop();
});

test('a mistyped rename is no answer', async () => {
  for (const rename of [
    { from: 'phone', to: 'nope' },
    { from: 'nope', to: 'bio' },
    { from: 'id', to: 'bio' },
  ]) {
    await expect(change([phone], [bio], { renames: [{ table: 'people', ...rename }] })).rejects.toMatchObject({
      exitCode: 2,
    });
  }
  await expect(
    change([bio], [bio], { renames: [{ table: 'people', from: 'phone', to: 'nope' }] }),
  ).rejects.toMatchObject({ exitCode: 2 });
});

test.each([
  [
    'int',
    `insert into people values (1, '7'), (2, 'seven'), (3, null), (4, '99999999999'), (5, '1.5')`,
    'people whose bio does not fit int: 2, 4, 5',
  ],
  [
    'numeric(5,0)',
    `insert into people values (1, '7'), (2, '1.25'), (3, '123456')`,
    'people whose bio does not fit numeric(5,0): 2, 3',
  ],
])('text that does not fit %s is named, not an error', async (type, rows, message) => {
  await change([bio], [people({ bio: p.text().columnType(type).nullable() })], allow('changing-column-type'));
  await scratch.seal();
  database = await createTestDatabase({ empty: true });
  await database.pool.query('create table people (id int primary key, bio text)');
  await database.pool.query(rows);
  const open = await scratch.open(database.url);
  await expect(open.migrator.up()).rejects.toMatchObject({ exitCode: 7, message: expect.stringContaining(message) });
  await open.close();
});

test('SQL that MikroORM writes with a quote too many is refused, not lost', async () => {
  const described = people({ bio: p.text().default(`it's`) });
  await expect(change([people()], [described])).rejects.toMatchObject({ exitCode: 7 });
});
