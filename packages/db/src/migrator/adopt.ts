import { MigrationFailure } from './failure.ts';
import { shortName } from './migration-files.ts';
import { takeMigrationLock } from './migration-lock.ts';
import type { OpenMigrator } from './open-migrator.ts';

/** What Flask-SQLAlchemy makes of the tutorial's model. */
const tutorialColumns = [
  'completed boolean not null',
  'description character varying not null',
  'due_date timestamp without time zone null',
  "id integer not null default nextval('todos_id_seq'::regclass)",
];

/**
 * Takes over a database that the tutorial's Flask-Migrate made: its table counts as the first migration applied, and
 * `alembic_version` goes. Nothing but these two is touched; the other migrations are run after it. Answers the revision
 * that Alembic had noted. Throws MigrationFailure where this is not the tutorial's database.
 */
export async function stampTutorial({ migrator, client }: OpenMigrator, url: string): Promise<string> {
  const lock = await takeMigrationLock(url, { patienceMs: migrator.patience.lockMs, pollMs: migrator.patience.pollMs });
  try {
    const { files, applied } = await migrator.readHistory();
    if (applied.length > 0)
      throw new MigrationFailure('refused', 'this database has been migrated already: there is nothing to adopt');
    await demandTutorial(client);
    const first = files[0];
    if (!first || shortName(first.name) !== 'create_todos') throw new Error('the first migration is not create_todos');
    await client.query('begin');
    const { rows } = await client.query<{ version_num: string }>('select version_num from alembic_version');
    await client.query('drop table alembic_version');
    await client.query('insert into mikro_orm_migrations (name) values ($1)', [first.name]);
    await client.query('insert into migration_records (name, checksum, duration_ms) values ($1, $2, 0)', [
      first.name,
      first.checksum,
    ]);
    await client.query('commit');
    return rows.map(({ version_num }) => version_num).join(', ') || 'none';
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    await lock.release();
  }
}

async function demandTutorial(client: OpenMigrator['client']): Promise<void> {
  const tables = await names(client, tablesText);
  const missing = ['alembic_version', 'todos'].filter((table) => !tables.includes(table));
  if (missing.length > 0) throw refusal(`there is no table ${missing.join(' and no table ')}`);
  const others = tables.filter((table) => !['alembic_version', 'todos'].includes(table));
  if (others.length > 0) throw refusal(`it has tables that the tutorial does not make: ${others.join(', ')}`);
  const columns = await names(client, columnsText);
  const unexpected = columns.filter((column) => !tutorialColumns.includes(column));
  const lacking = tutorialColumns.filter((column) => !columns.includes(column));
  if (unexpected.length + lacking.length > 0) {
    throw refusal(
      `its todos have ${unexpected.join(', ') || 'no more'} where the tutorial has ${lacking.join(', ') || 'nothing'}`,
    );
  }
  const constraints = await names(client, constraintsText);
  if (constraints.join() !== 'PRIMARY KEY (id)')
    throw refusal(`the constraints of its todos are ${constraints.join(', ')}`);
  const owners = await names(client, foreignOwnersText);
  if (owners.length > 0)
    throw refusal(`this role does not own ${owners.join(', ')}: run it as the owner, or give the tables to this role`);
}

function refusal(reason: string): MigrationFailure {
  return new MigrationFailure(
    'refused',
    `this is not a database that the tutorial made: ${reason}. Nothing was changed.`,
  );
}

async function names(client: OpenMigrator['client'], text: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(text);
  return rows.map(({ name }) => name);
}

const tablesText = `
  select relname as name from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
    and relname not in ('mikro_orm_migrations', 'migration_records')
  order by relname`;

const columnsText = `
  select concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' else 'null' end,
           'default ' || pg_get_expr(d.adbin, d.adrelid)) as name
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = 'public.todos'::regclass and a.attnum > 0 and not a.attisdropped
  order by a.attname`;

const constraintsText = `
  select pg_get_constraintdef(oid) as name from pg_constraint
  where conrelid = 'public.todos'::regclass and contype <> 'n' order by 1`;

const foreignOwnersText = `
  select relname as name from pg_class
  where relnamespace = 'public'::regnamespace and relname in ('todos', 'alembic_version', 'todos_id_seq')
    and not pg_has_role(relowner, 'usage')
  order by relname`;
