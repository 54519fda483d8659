import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrationsFolder, readMigrationFiles } from '../src/migrator/migration-files.ts';
import { createTestDatabase, programEnv, type TestDatabase } from '../src/testing/index.ts';

const [before = '', newest = ''] = (await readMigrationFiles(migrationsFolder)).slice(-2).map(({ name }) => name);
let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

function run(...parameters: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, '../src/migrator/cli.ts'), ...parameters],
    // no terminal: nobody can be asked
    { env: programEnv({ DATABASE_URL: database.url }), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  return { status, out: stdout, err: stderr };
}

test('a fault is one line and an exit code', () => {
  expect(run('up', '--to', 'typo')).toEqual({
    status: 2,
    out: '',
    err: 'there is no migration typo: see migration:status\n',
  });
  expect(run('down', '--to', 'typo', '--yes')).toMatchObject({ status: 2, out: '' });
  expect(run('down', '--steps', '-1', '--yes')).toMatchObject({ status: 2 });
  expect(run('up', '--bad')).toMatchObject({ status: 2, err: expect.stringMatching(/^Unknown option '--bad'.*\n$/) });
  expect(run('fly')).toMatchObject({
    status: 2,
    err: expect.stringMatching(/^commands: create, up, down, status, .*\n$/),
  });
});

test('down shows its plan, and without a terminal wants --yes', async () => {
  expect(run('down')).toEqual({
    status: 7,
    // and what cannot be brought back, where the newest has such
    out: expect.stringMatching(new RegExp(`^takes back ${newest}\\n`)),
    err: 'nothing was changed: add --yes to go on\n',
  });
  expect(run('down', '--to', before, '--yes')).toMatchObject({ status: 0, err: '' });
  const { out, status } = run('status', '--json', '--exit-code');
  expect(status).toBe(3);
  expect(JSON.parse(out)).toMatchObject({ pending: [newest], faults: [] });
  expect(run('drift').status).toBe(3);
  const dry = run('up', '--dry-run');
  expect(dry.out).toContain(newest);
  expect(run('status', '--exit-code').status).toBe(3);
  expect(run('up')).toMatchObject({
    status: 0,
    out: expect.stringMatching(new RegExp(`^applied ${newest} in \\d+ ms\\n$`)),
  });
  expect(run('up')).toMatchObject({ status: 0, out: 'nothing to do: the schema is up to date\n' });
  expect(run('drift').status).toBe(0);
});

test('stamp takes migrations as applied only where the schema is what they make', async () => {
  await database.pool.query('drop table mikro_orm_migrations, migration_records');
  await database.pool.query('alter table todos add column extra int');
  expect(run('stamp', newest)).toMatchObject({
    status: 5,
    err: 'unexpected: column todos.extra: integer null\n',
  });
  await database.pool.query('alter table todos drop column extra');
  expect(run('stamp', newest)).toMatchObject({ status: 0, err: '' });
  expect(run('status', '--exit-code')).toMatchObject({ status: 0 });
  expect(run('stamp')).toMatchObject({ status: 2 });
});

test('the repository’s own migrations pass every check, and each command explains itself', () => {
  expect(run('check')).toEqual({ status: 0, out: 'entities, files and lint are fine\n', err: '' });
  expect(run('create')).toEqual({ status: 0, out: 'nothing to do: the entities have not changed\n', err: '' });
  for (const command of ['create', 'up', 'down', 'status', 'check', 'verify', 'drift', 'stamp', 'adopt', 'seal']) {
    expect(run(command, '--help'), command).toMatchObject({
      status: 0,
      out: expect.stringContaining(`migration:${command}`),
    });
  }
});
