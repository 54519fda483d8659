import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createTestDatabase, TEST_OWNER_TOKEN } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { upload } from './upload.ts';

/** What Flask-Migrate leaves after the tutorial, and todos as none can be written here. */
const tutorial = `
  create table alembic_version (version_num varchar(32) not null constraint alembic_version_pkc primary key);
  create table todos (
    id serial not null, completed boolean not null, description varchar not null, due_date timestamp without time zone,
    primary key (id)
  );
  insert into todos (completed, description, due_date) values
    (false, '', '2022-09-01 08:30'), (true, ' ', null), (false, repeat('🥛', 10000), null), (false, repeat('🥛', 10001), null);`;

let adopted: TestApi;
beforeAll(async () => {
  const database = await createTestDatabase({ empty: true });
  await database.pool.query(tutorial);
  const run = (program: string, parameters: string[], env: Record<string, string>) => {
    const file = join(import.meta.dirname, '../../../packages/db/src', program);
    const { status, stderr } = spawnSync(process.execPath, [file, ...parameters], { env, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  };
  run('migrator/cli.ts', ['adopt'], { DATABASE_URL: database.url });
  run('migrate.ts', [], {
    MIGRATE_DATABASE_URL: database.url,
    DATABASE_URL: database.appUrl,
    OWNER_TOKEN: TEST_OWNER_TOKEN,
  });
  adopted = await startApi({}, database);
});
afterAll(async () => {
  await adopted.close();
  await adopted.database.drop();
});

test.each([
  ['json', { pointer: '/todos/0/description' }, { pointer: '/todos/3/description' }],
  ['csv', { row: 2, column: 'description' }, { row: 5, column: 'description' }],
  ['ics', { line: expect.any(Number), column: 'SUMMARY' }, { line: expect.any(Number), column: 'SUMMARY' }],
])(
  'what was taken over from the tutorial is exported as %s, and comes in elsewhere',
  async (format, ofEmpty, ofLong) => {
    const authorization = `Bearer ${TEST_OWNER_TOKEN}`;
    const exported = await fetch(`${adopted.url}/api/v1/export?format=${format}`, { headers: { authorization } });
    const file = await exported.text();
    const elsewhere = await startApi();
    const { status, body } = await upload(elsewhere, format, file);
    expect({ status, ...body }).toMatchObject({ status: 200, created: { todos: 4 }, problem_count: 0 });
    expect(body.warnings).toEqual([
      { ...ofEmpty, message: 'is empty, which no todo is here: it says "(no description)"' },
      { ...ofLong, message: 'is longer than 10000 characters: its end is left out' },
    ]);
    const { body: todos } = await elsewhere.send('GET', '/api/v1/todos?sort=position');
    expect(todos.data).toMatchObject([
      { description: '(no description)', due_date: '2022-09-01T08:30:00.000Z' },
      { description: ' ', completed: true },
      { description: '🥛'.repeat(10_000) },
      { description: `${'🥛'.repeat(9999)}…` },
    ]);
    // it still is the same file
    expect((await upload(elsewhere, format, file)).body).toMatchObject({ created: { todos: 0 }, unchanged: 4 });
    await elsewhere.close();
  },
);
