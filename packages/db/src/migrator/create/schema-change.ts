import { type DatabaseSchema, type MikroORM, SchemaComparator } from '@mikro-orm/postgresql';
import { MigrationFailure } from '../failure.ts';
import type { Migrator } from '../migrator.ts';
import { readChanges } from './change.ts';

export interface Rename {
  table: string;
  from: string;
  to: string;
}

export interface RenameChoices {
  /** columns that were renamed */
  renames: Rename[];
  /** every other guess is a column dropped and another added */
  noRename: boolean;
  /** asks on a terminal; undefined where there is none */
  ask?: ((question: string) => Promise<boolean>) | undefined;
}

export interface SchemaChange {
  up: string[];
  down: string[];
}

/**
 * What the entities changed since the snapshot, as SQL. MikroORM takes a column that goes and one like it that comes for
 * a rename without a word; here each has to be chosen, because the other reading loses or mixes up data.
 */
export async function readSchemaChange(
  orm: MikroORM,
  migrator: Migrator,
  choices: RenameChoices,
): Promise<SchemaChange> {
  const guesses = guessedRenames(await compare(orm, await migrator.readSnapshot()));
  const renames = [...choices.renames];
  const drops: Rename[] = [];
  for (const rename of renames) await demandRename(orm, migrator, rename);
  for (const guess of guesses) {
    if (renames.some(({ table, from, to }) => table === guess.table && (from === guess.from || to === guess.to)))
      continue;
    if (!choices.noRename && (await decide(guess, choices))) renames.push(guess);
    else drops.push(guess);
  }

  // the snapshot as it is once these are done; what is left to compare holds no guess about them
  const before = await migrator.readSnapshot();
  for (const { table, from, to } of renames) renameColumn(before, table, from, to);
  for (const { table, from } of drops) dropColumn(before, table, from);
  const rest = await compare(orm, before);
  const lost = await restoreDropped(orm, migrator, drops);
  return {
    up: [
      ...renames.map(({ table, from, to }) => `alter table "${table}" rename column "${from}" to "${to}";`),
      ...drops.map(({ table, from }) => `alter table "${table}" drop column "${from}";`),
      ...rest.up,
    ],
    down: [
      ...rest.down,
      ...lost,
      ...renames.map(({ table, from, to }) => `alter table "${table}" rename column "${to}" to "${from}";`),
    ],
  };
}

async function compare(orm: MikroORM, fromSchema: DatabaseSchema): Promise<SchemaChange> {
  const { up, down } = await orm.schema.getUpdateSchemaMigrationSQL({ fromSchema, wrap: false });
  return { up: splitStatements(up), down: splitStatements(down) };
}

/** MikroORM guesses for both ways separately, so a guess can stand in one of them alone. */
function guessedRenames({ up, down }: SchemaChange): Rename[] {
  const guesses = [
    ...readChanges(up).flatMap((change) =>
      change.kind === 'rename column' ? { table: change.table, from: change.column, to: change.to } : [],
    ),
    ...readChanges(down).flatMap((change) =>
      change.kind === 'rename column' ? { table: change.table, from: change.to, to: change.column } : [],
    ),
  ];
  return [...new Map(guesses.map((guess) => [`${guess.table}.${guess.from}:${guess.to}`, guess])).values()];
}

async function decide({ table, from, to }: Rename, { ask }: RenameChoices): Promise<boolean> {
  if (ask) return ask(`Was ${table}.${from} renamed to ${to}? (No: it is dropped, and ${to} is new.)`);
  throw new MigrationFailure(
    'refused',
    `was ${table}.${from} renamed to ${to}, or dropped and ${to} added? Say --rename ${table}.${from}:${to} or --no-rename`,
  );
}

/** Throws unless the first column has gone and the second has come: a typo must not count as an answer. */
async function demandRename(orm: MikroORM, migrator: Migrator, { table, from, to }: Rename): Promise<void> {
  const before = (await migrator.readSnapshot()).getTable(table);
  const after = orm.schema.getTargetSchema().getTable(table);
  const isOne = before?.getColumn(from) && !before.getColumn(to) && after?.getColumn(to) && !after.getColumn(from);
  if (!isOne)
    throw new MigrationFailure('usage', `--rename ${table}.${from}:${to}: not a column that went and one that came`);
}

function renameColumn(schema: DatabaseSchema, tableName: string, from: string, to: string): void {
  const table = schema.getTable(tableName);
  const column = table?.getColumn(from);
  if (!table || !column) throw new Error(`there is no column ${tableName}.${from} in the snapshot`);
  table.removeColumn(from);
  table.addColumn({ ...column, name: to });
  const renamed = (names: string[]) => names.map((name) => (name === from ? to : name));
  for (const index of table.getIndexes()) index.columnNames = renamed(index.columnNames);
  for (const key of Object.values(table.getForeignKeys())) key.columnNames = renamed(key.columnNames);
  // PostgreSQL renames in checks by itself
  const inText = (text: string) => text.replace(new RegExp(`\\b${from}\\b`, 'g'), to);
  table.setChecks(
    table.getChecks().map((check) => ({
      ...check,
      ...(typeof check.expression === 'string' && { expression: inText(check.expression) }),
      ...(check.definition && { definition: inText(check.definition) }),
    })),
  );
}

/** Takes a column out, with what goes with it by itself: its indexes, foreign keys and checks. */
function dropColumn(schema: DatabaseSchema, tableName: string, name: string): void {
  const table = schema.getTable(tableName);
  if (!table) throw new Error(`there is no table ${tableName} in the snapshot`);
  table.removeColumn(name);
  table.setIndexes(table.getIndexes().filter(({ columnNames }) => !columnNames.includes(name)));
  table.setForeignKeys(
    Object.fromEntries(
      Object.entries(table.getForeignKeys()).filter(([, { columnNames }]) => !columnNames.includes(name)),
    ),
  );
  table.setChecks(table.getChecks().filter(({ expression }) => !new RegExp(`\\b${name}\\b`).test(String(expression))));
}

/** The SQL that brings dropped columns back, with their whole definition. */
async function restoreDropped(orm: MikroORM, migrator: Migrator, drops: Rename[]): Promise<string[]> {
  if (drops.length === 0) return [];
  const [whole, without] = [await migrator.readSnapshot(), await migrator.readSnapshot()];
  for (const { table, from } of drops) dropColumn(without, table, from);
  const difference = new SchemaComparator(orm.em.getPlatform()).compare(without, whole);
  return splitStatements(orm.schema.diffToSQL(difference, { wrap: false, safe: false, dropTables: true }));
}

/** Statements end with `;` at the end of a line; one inside a string literal does not count. */
function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let statement = '';
  for (const part of `${sql.trim()}\n`.split(/;\n/)) {
    statement += statement ? `;\n${part}` : part;
    if (statement.split(`'`).length % 2 === 0) continue;
    if (statement.trim()) statements.push(`${statement.trim()};`);
    statement = '';
  }
  if (statement.trim())
    throw new MigrationFailure(
      'refused',
      `this SQL has a quote too many, as a default with ' in it: ${statement.trim()}`,
    );
  return statements;
}
