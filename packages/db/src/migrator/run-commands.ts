import { stampTutorial } from './adopt.ts';
import { check, create, seal } from './author-commands.ts';
import { readCatalog } from './catalog.ts';
import type { CommandName, Invocation } from './commands.ts';
import { confirm } from './confirm.ts';
import { failOn, MigrationFailure } from './failure.ts';
import { integrityFaults, pendingOf } from './history.ts';
import { Migration } from './migration.ts';
import { compareSums, findMigration, type MigrationFile, migrationsFolder } from './migration-files.ts';
import { type OpenMigrator, openMigrator } from './open-migrator.ts';
import { compareSchemas } from './schema-dump.ts';
import { replayMigrations } from './scratch-database.ts';
import { findDrift, verifySchema } from './verify.ts';

export const runs: Record<CommandName, (invocation: Invocation) => Promise<void>> = {
  create: ({ url, values }) => withMigrator(url, (open) => create(open, url, values)),
  up: ({ url, values }) =>
    withMigrator(url, (open) => (values['dry-run'] ? dryRun(open, values.to) : up(open, values.to))),
  down: ({ url, values }) => withMigrator(url, (open) => down(open, values)),
  status: ({ url, values }) => withMigrator(url, (open) => status(open, values)),
  seal: ({ url }) => seal(url),
  check: ({ url }) => withMigrator(url, check),
  async verify({ url }) {
    failOn(await verifySchema(url));
    console.log('migrations, entities and schema.json agree');
  },
  drift: ({ url }) => withMigrator(url, drift),
  stamp: ({ url, positionals }) => withMigrator(url, (open) => stamp(open, url, positionals)),
  adopt: ({ url }) => withMigrator(url, (open) => adopt(open, url)),
};

async function up({ migrator }: OpenMigrator, to: Invocation['values'][string]): Promise<void> {
  let startedAt = 0;
  migrator.on('migrating', () => {
    startedAt = performance.now();
  });
  migrator.on('migrated', ({ name }) =>
    console.log(`applied ${name} in ${Math.round(performance.now() - startedAt)} ms`),
  );
  const done = await migrator.up(typeof to === 'string' ? { to } : undefined);
  if (done.length === 0) console.log('nothing to do: the schema is up to date');
}

async function dryRun({ migrator, client }: OpenMigrator, to: Invocation['values'][string]): Promise<void> {
  const history = await migrator.readHistory();
  failOn(integrityFaults(history));
  const last = typeof to === 'string' ? findMigration(history.files, to).name : '~';
  const files = pendingOf(history).filter(({ name }) => name <= last);
  for (const file of files) {
    const { up } = await migrator.load(file);
    console.log(`-- ${file.name}\n${up.map((statement) => statement.trim()).join('\n')}\n`);
  }
  const waiting = await migrator.preflight(files, client);
  for (const { migration, check } of waiting) console.log(`-- ${migration}: cannot be asked yet: ${check.finds}`);
  console.log(`-- ${files.length} to apply; nothing was changed`);
}

async function down(open: OpenMigrator, { steps = '1', to, yes }: Invocation['values']): Promise<void> {
  const { migrator } = open;
  const { files, applied } = await migrator.readHistory();
  const known = new Map(files.map((file) => [file.name, file]));
  const newestFirst = applied.flatMap(({ name }) => known.get(name) ?? []).reverse();
  const plan = newestFirst.slice(0, countDown(newestFirst, steps, to));
  if (plan.length === 0) return console.log('nothing to do: no migration is applied after that');
  for (const file of plan) {
    const { migration } = await migrator.load(file);
    const lost = migration instanceof Migration && migration.irreversible;
    console.log(`takes back ${file.name}${lost ? `\n  and cannot bring back its data: ${lost}` : ''}`);
  }
  if (!yes && !(await confirm('Take them back?')))
    throw new MigrationFailure('refused', 'nothing was changed: add --yes to go on');
  migrator.on('reverted', ({ name }) => console.log(`took back ${name}`));
  await migrator.down({ migrations: plan.map(({ name }) => name) });
}

function countDown(
  newestFirst: MigrationFile[],
  steps: Invocation['values'][string],
  to: Invocation['values'][string],
): number {
  if (to === '0') return newestFirst.length;
  if (typeof to === 'string') return newestFirst.indexOf(findMigration(newestFirst, to));
  if (!/^[1-9]\d*$/.test(String(steps))) throw new MigrationFailure('usage', '--steps takes a number from 1');
  return Number(steps);
}

async function status(
  { migrator }: OpenMigrator,
  { json, 'exit-code': exitCode }: Invocation['values'],
): Promise<void> {
  const history = await migrator.readHistory();
  const pending = pendingOf(history).map(({ name }) => name);
  const faults = [...integrityFaults(history), ...(await compareSums(migrationsFolder, history.files))];
  if (json) console.log(JSON.stringify({ applied: history.applied, pending, faults }, null, 2));
  else {
    for (const { name, appliedAt, durationMs } of history.applied) {
      console.log(`applied  ${appliedAt.toISOString().slice(0, 19)}Z ${`${durationMs ?? 0} ms`.padStart(9)}  ${name}`);
    }
    for (const name of pending) console.log(`pending  ${' '.repeat(30)}  ${name}`);
    for (const fault of faults) console.log(`WRONG    ${fault}`);
    console.log(`${history.applied.length} applied, ${pending.length} pending, ${faults.length || 'nothing'} wrong`);
  }
  if (!exitCode) return;
  failOn(faults);
  if (pending.length > 0) throw new MigrationFailure('pending', `${pending.length} pending`);
}

async function drift({ migrator, client }: OpenMigrator): Promise<void> {
  const pending = pendingOf(await migrator.readHistory());
  if (pending.length > 0)
    throw new MigrationFailure('pending', `${pending.length} migrations are pending: nothing to compare with yet`);
  failOn(await findDrift(client));
  console.log('the database is what the migrations make');
}

async function stamp({ migrator, client }: OpenMigrator, url: string, [wanted, ...more]: string[]): Promise<void> {
  if (wanted === undefined || more.length > 0)
    throw new MigrationFailure('usage', 'name one migration: migration:stamp <name>');
  const history = await migrator.readHistory();
  const last = findMigration(history.files, wanted);
  const files = pendingOf(history).filter(({ name }) => name <= last.name);
  if (files.length === 0) return console.log(`nothing to do: ${last.name} is applied`);
  failOn(compareSchemas(await replayMigrations(url, { upTo: last.name }), await readCatalog(client)));
  for (const { name } of files) {
    await migrator.logMigration(name);
    console.log(`stamped ${name}`);
  }
}

async function adopt(open: OpenMigrator, url: string): Promise<void> {
  const revision = await stampTutorial(open, url);
  console.log(`adopted the tutorial's todos; alembic_version said ${revision} and was dropped`);
  await up(open, undefined);
}

async function withMigrator(url: string, use: (open: OpenMigrator) => Promise<void>): Promise<void> {
  const open = await openMigrator(url);
  try {
    await use(open);
  } finally {
    await open.close();
  }
}
