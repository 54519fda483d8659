// How long the migration commands take, as processes, without npx or pnpm in the way: nothing to do, 200 migrations, and
// adopting a tutorial's database of 1,000,000 todos. Run it with `pnpm bench migrations`.
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { startBenchPostgres } from './bench-postgres.ts';
import { medianOf } from './quantile.ts';

const rounds = 5;
const packageFolder = join(import.meta.dirname, '../../packages/db');
const postgres = await startBenchPostgres();

try {
  const today = await postgres.createDatabase('today');
  run(today, 'up');
  report('create, no change', 1, () => run(today, 'create'));
  report('up, nothing to do', 1, () => run(today, 'up'));
  await measureMany();
  await measureAdoption();
} finally {
  await postgres.stop();
}

async function measureMany(): Promise<void> {
  // a copy of the package beside the real one, so that it finds what it imports
  const copy = await mkdtemp(join(packageFolder, '.scratch-'));
  try {
    await cp(join(packageFolder, 'src'), join(copy, 'src'), { recursive: true });
    for (let i = 0; i < 200; i += 1) await writeFile(...migration(copy, i));
    const many = await postgres.createDatabase('many');
    run(many, 'seal', copy);
    report('up, 200 more migrations', 10, () => run(many, 'up', copy), 1);
  } finally {
    await rm(copy, { recursive: true });
  }
}

async function measureAdoption(): Promise<void> {
  const old = await postgres.createDatabase('old');
  const client = new pg.Client({ connectionString: old });
  await client.connect();
  await client.query(`
    create table alembic_version (version_num varchar(32) primary key);
    insert into alembic_version values ('1f2e3d4c5b6a');
    create table todos (id serial primary key, completed boolean not null, description varchar not null, due_date timestamp);
    insert into todos (completed, description, due_date)
    select n % 4 = 0, 'todo ' || n, timestamp '2022-08-31' + n * interval '1 minute' from generate_series(1, 1000000) n`);
  await client.end();
  report('adopt 1,000,000 todos', 60, () => run(old, 'adopt'), 1);
}

function migration(copy: string, i: number): [string, string] {
  const name = `Migration2030010100${String(i).padStart(4, '0')}_create_t${i}`;
  return [
    join(copy, 'src/migrations', `${name}.ts`),
    `import { Migration } from '../migrator/migration.ts';
export class ${name} extends Migration {
  override name = '${name}';
  override up(): void { this.addSql('create table t${i} (id bigint primary key, name text)'); }
  override down(): void { this.addSql('drop table t${i}'); }
}
`,
  ];
}

/** Runs a migration command; fails where it does. */
function run(url: string, command: string, root = packageFolder): void {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'src/migrator/cli.ts'), command], {
    env: { PATH: process.env.PATH, DATABASE_URL: url },
    encoding: 'utf8',
    maxBuffer: 100 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
}

/** Prints the median of `times` runs beside its target, in seconds. */
function report(what: string, target: number, work: () => void, times = rounds): void {
  const seconds = Array.from({ length: times }, () => {
    const started = performance.now();
    work();
    return (performance.now() - started) / 1000;
  });
  const median = medianOf(seconds);
  console.log(
    `${what.padEnd(26)} ${median.toFixed(2).padStart(6)} s   target ${target} s   ${(median / target).toFixed(2)} x`,
  );
}
