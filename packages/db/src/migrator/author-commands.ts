import type { Invocation } from './commands.ts';
import { confirm } from './confirm.ts';
import { createMigration } from './create/create-migration.ts';
import { lintSql, refuseFindings } from './create/lint.ts';
import type { Rename } from './create/schema-change.ts';
import { failOn, MigrationFailure } from './failure.ts';
import { Migration } from './migration.ts';
import { compareSums, migrationsFolder, readMigrationFiles, writeSums } from './migration-files.ts';
import type { OpenMigrator } from './open-migrator.ts';
import { readSchemaDump, writeSchemaDump } from './schema-dump.ts';
import { replayMigrations } from './scratch-database.ts';

// What somebody runs who writes a migration; run-commands.ts has what is run to apply them.

export async function create(
  { orm, migrator }: OpenMigrator,
  url: string,
  values: Invocation['values'],
): Promise<void> {
  const text = (value: Invocation['values'][string]) => (typeof value === 'string' ? value : undefined);
  const created = await createMigration(orm, migrator, migrationsFolder, {
    name: text(values.name),
    blank: values.blank === true,
    allow: text(values.allow)?.split(',') ?? [],
    reason: text(values.reason),
    renames: [values.rename ?? []].flat().map((rename) => readRename(String(rename))),
    noRename: values['no-rename'] === true,
    ask: process.stdin.isTTY ? confirm : undefined,
  });
  if (!created) return console.log('nothing to do: the entities have not changed');
  console.log(`wrote ${created.path}\n\n${created.change.up.join('\n')}\n`);
  if (values.blank) console.log('write it, then run migration:seal');
  else await seal(url);
}

function readRename(rename: string): Rename {
  const [, table, from, to] = /^(\w+)\.(\w+):(\w+)$/.exec(rename) ?? [];
  if (!table || !from || !to) throw new MigrationFailure('usage', `--rename takes table.old:new, not ${rename}`);
  return { table, from, to };
}

/** Migrations made before they were guarded are the baseline of lint: it judges those after it. */
const lintBaseline = 'Migration20261123090900_create_deliveries';

export async function check({ migrator }: OpenMigrator): Promise<void> {
  const files = await readMigrationFiles(migrationsFolder);
  failOn(await compareSums(migrationsFolder, files));
  if (await migrator.checkSchema())
    throw new MigrationFailure('pending', 'the entities have changed: run migration:create');
  for (const file of files.filter(({ name }) => name > lintBaseline)) {
    const { migration, up, down } = await migrator.load(file);
    if (down.length === 0) throw new MigrationFailure('refused', `${file.name} has no way back`);
    const findings = lintSql(up, { transactional: migration.isTransactional() });
    refuseFindings(findings, migration instanceof Migration ? migration.allowed : {});
  }
  const { after } = await readSchemaDump();
  if (after !== files.at(-1)?.name) failOn([`schema.json stands after ${after}: run migration:seal`]);
  console.log('entities, files and lint are fine');
}

/** Writes what is committed beside a migration; `create` does it, too. */
export async function seal(url: string): Promise<void> {
  const newest = (await readMigrationFiles(migrationsFolder)).at(-1);
  if (!newest) throw new MigrationFailure('usage', 'there is no migration to seal');
  await writeSums(migrationsFolder);
  await writeSchemaDump({ after: newest.name, objects: await replayMigrations(url) });
  console.log(`sealed up to ${newest.name}: migrations.sum and schema.json are up to date`);
}
