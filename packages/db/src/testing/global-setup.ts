import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPostgres } from 'local-postgres';
import type { TestProject } from 'vitest/node';
import { createOrm } from '../orm.ts';
import { setOwnerToken } from '../owner.ts';
import { databaseOf, TEMPLATE, TEST_OWNER_TOKEN } from './test-database.ts';

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
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true });
  };
}
