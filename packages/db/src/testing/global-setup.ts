import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPostgres } from 'local-postgres';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { grantAppRole } from '../app-role.ts';
import { createOrm } from '../orm.ts';
import { setOwnerToken } from '../owner.ts';
import { appUrlOf, databaseOf, TEMPLATE, TEST_OWNER_TOKEN } from './test-database.ts';

/** One real PostgreSQL for a whole test run, with a migrated template database that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'duebell-test-'));
  const postgres = await startLocalPostgres({
    dataDir: join(folder, 'data'),
    logFile: join(folder, 'postgres.log'),
    password: 'test',
    database: TEMPLATE,
    throwaway: true,
    settings: { max_connections: '300' },
  });
  const orm = await createOrm({ url: databaseOf(postgres.url, TEMPLATE), poolSize: 1 });
  await orm.migrator.up();
  await setOwnerToken(orm, TEST_OWNER_TOKEN);
  await orm.close();
  await grantToApp(databaseOf(postgres.url, TEMPLATE));
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true });
  };
}

/** As migrate does; what is granted in the template is granted in its clones. */
async function grantToApp(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await grantAppRole(client, appUrlOf(url));
  await client.end();
}
