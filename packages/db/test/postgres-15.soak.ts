import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPostgres } from 'local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { readCatalog } from '../src/migrator/catalog.ts';
import { openMigrator } from '../src/migrator/open-migrator.ts';
import { compareSchemas, readSchemaDump } from '../src/migrator/schema-dump.ts';
import { hasDebianPostgres, startDebianPostgres, withoutDebianPostgres } from '../src/testing/debian-postgres.ts';
import { databaseOf } from '../src/testing/test-database.ts';
import { everyKindOfObject } from './every-kind-of-object.ts';

if (!hasDebianPostgres) console.log(withoutDebianPostgres);

test.skipIf(!hasDebianPostgres)(
  'PostgreSQL 15 reads like 18: the migrated schema and every kind of object',
  async () => {
    const server = await startDebianPostgres();
    const client = new pg.Client({ connectionString: server.url });
    try {
      await client.connect();
      const open = await openMigrator(server.url);
      await open.migrator.up();
      await open.close();
      expect(compareSchemas((await readSchemaDump()).objects, await readCatalog(client))).toEqual([]);
      await client.query('create database kinds template template0');
      expect(await readKinds(databaseOf(server.url, 'kinds'))).toEqual(await readKindsOn18());
    } finally {
      await client.end();
      await server.drop();
    }
  },
);

async function readKindsOn18(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'duebell-soak-'));
  const [dataDir, logFile] = [join(folder, 'data'), join(folder, 'log')];
  const newest = await startLocalPostgres({ dataDir, logFile, password: 'soak', database: 'kinds', throwaway: true });
  try {
    return await readKinds(newest.url);
  } finally {
    await newest.stop();
    await rm(folder, { recursive: true });
  }
}

async function readKinds(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(everyKindOfObject);
    return await readCatalog(client);
  } finally {
    await client.end();
  }
}
