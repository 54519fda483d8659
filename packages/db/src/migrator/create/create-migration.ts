import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MikroORM } from '@mikro-orm/postgresql';
import { MigrationFailure } from '../failure.ts';
import type { PreflightCheck } from '../migration.ts';
import { readMigrationFiles } from '../migration-files.ts';
import type { Migrator } from '../migrator.ts';
import { type Change, readChanges } from './change.ts';
import { chooseName, nameOfChanges } from './change-name.ts';
import { lintSql, refuseFindings } from './lint.ts';
import { preflightChecks } from './preflight-checks.ts';
import { type RenameChoices, readSchemaChange, type SchemaChange } from './schema-change.ts';

export interface CreateChoices extends RenameChoices {
  name?: string | undefined;
  blank: boolean;
  /** lint rules that may be broken, for `reason` */
  allow: string[];
  reason?: string | undefined;
}

export interface CreatedMigration {
  name: string;
  path: string;
  change: SchemaChange;
}

/**
 * Writes the migration that brings the schema from the snapshot to today's entities, or a blank one; undefined where
 * nothing changed. Throws MigrationFailure, and then has written nothing.
 */
export async function createMigration(
  orm: MikroORM,
  migrator: Migrator,
  folder: string,
  choices: CreateChoices,
): Promise<CreatedMigration | undefined> {
  if (choices.allow.length > 0 && !choices.reason) throw new MigrationFailure('usage', '--allow needs a --reason');
  if (choices.blank && !choices.name) throw new MigrationFailure('usage', '--blank needs a --name');
  const change = choices.blank ? { up: [], down: [] } : await readSchemaChange(orm, migrator, choices);
  if (!choices.blank && change.up.length === 0) return undefined;
  const changes = readChanges(change.up);
  const transactional = !isLoneIndex(changes);
  const final = transactional ? change : concurrently(change);
  if (!choices.blank && final.down.length === 0)
    throw new MigrationFailure('refused', 'there is no way back from this change: write it by hand (--blank)');

  const allowed = demandAllowed(final.up, transactional, changes, choices);
  const files = await readMigrationFiles(folder);
  const name = chooseName(choices.name, nameOfChanges(changes), files);
  const fullName = `Migration${nextTimestamp(files.at(-1)?.name)}_${name}`;
  const path = join(folder, `${fullName}.ts`);
  const text = migrationText({
    name: fullName,
    ...final,
    transactional,
    allowed,
    preflight: preflightChecks(changes, (table) => readTable(orm, table)),
    irreversible: lostBy(changes),
  });
  await writeFile(path, text, { flag: 'wx' });
  if (!choices.blank) await migrator.writeSnapshot();
  return { name: fullName, path, change: final };
}

function demandAllowed(
  up: string[],
  transactional: boolean,
  changes: Change[],
  { allow, reason }: CreateChoices,
): Record<string, string> {
  const findings = up.length === 0 ? [] : lintSql(up, { transactional });
  const allowed: Record<string, string> = Object.fromEntries(allow.map((rule) => [rule, reason ?? '']));
  // a rename that was chosen has been thought about
  if (changes.some(({ kind }) => kind === 'rename column'))
    allowed['renaming-column'] ??= reason ?? 'the rename was confirmed';
  refuseFindings(findings, allowed);
  const found = new Set(findings.map(({ rule }) => rule));
  const unused = allow.filter((rule) => !found.has(rule));
  if (unused.length > 0)
    throw new MigrationFailure('usage', `--allow ${unused.join(',')}: this change does not break that rule`);
  return Object.fromEntries(Object.entries(allowed).filter(([rule]) => found.has(rule)));
}

/** An index that comes to a table that is there, or goes, and nothing else: it can be done while the table is in use. */
function isLoneIndex(changes: Change[]): boolean {
  return changes.length === 1 && (changes[0]?.kind === 'create index' || changes[0]?.kind === 'drop index');
}

function concurrently({ up, down }: SchemaChange): SchemaChange {
  const inUse = (statement: string) =>
    statement
      .replace(/^create (unique )?index /, (_, unique = '') => `create ${unique}index concurrently `)
      .replace(/^drop index /, 'drop index concurrently if exists ');
  return { up: up.map(inUse), down: down.map(inUse) };
}

function lostBy(changes: Change[]): string | undefined {
  const lost = changes.flatMap((change) => {
    if (change.kind === 'drop column') return [`the values of ${change.table}.${change.column}`];
    return change.kind === 'drop table' ? [`the rows of ${change.table}`] : [];
  });
  return lost.length > 0 ? `${lost.join(' and ')} are gone` : undefined;
}

function readTable(orm: MikroORM, name: string): { columns: string[]; key: string[] } {
  const table = orm.schema.getTargetSchema().getTable(name);
  if (!table) throw new Error(`there is no table ${name} among the entities`);
  return {
    columns: table.getColumns().map((column) => column.name),
    key: table.getPrimaryKey()?.columnNames ?? ['ctid'],
  };
}

/** Now in UTC, or just after the newest migration, whichever is later: the order of names is the order of changes. */
function nextTimestamp(newest: string | undefined): string {
  const now = new Date().toISOString().replace(/[-T:]|\.\d{3}Z$/g, '');
  const last = /^Migration(\d{14})/.exec(newest ?? '')?.[1] ?? '';
  if (now > last) return now;
  const [year, month, day, hour, minute, second] = [0, 4, 6, 8, 10, 12].map((start, i) =>
    Number(last.slice(start, start + (i ? 2 : 4))),
  );
  const next = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, (second ?? 0) + 1));
  return next.toISOString().replace(/[-T:]|\.\d{3}Z$/g, '');
}

interface MigrationContent extends SchemaChange {
  name: string;
  transactional: boolean;
  allowed: Record<string, string>;
  preflight: PreflightCheck[];
  irreversible: string | undefined;
}

function migrationText({ name, up, down, transactional, allowed, preflight, irreversible }: MigrationContent): string {
  const members = [
    `  override name = '${name}';`,
    Object.keys(allowed).length > 0 && `  override readonly allowed = ${literal(allowed)};`,
    preflight.length > 0 && `  override readonly preflight = ${literal(preflight)};`,
    irreversible && `  override readonly irreversible = ${JSON.stringify(irreversible)};`,
    !transactional &&
      `  // a concurrent index cannot be built in a transaction\n  override isTransactional(): boolean {\n    return false;\n  }`,
    method('up', up),
    method('down', down),
  ].filter((member) => typeof member === 'string');
  return `import { Migration } from '../migrator/migration.ts';\n\nexport class ${name} extends Migration {\n${members.join('\n\n')}\n}\n`;
}

function method(name: string, statements: string[]): string {
  const lines = statements.map((statement) => `    this.addSql(\`${statement.replace(/[`$\\]/g, '\\$&')}\`);`);
  return [`  override ${name}(): void {`, ...lines, '  }'].join('\n');
}

function literal(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');
}
