import type { MikroORM } from '@mikro-orm/postgresql';
import { MikroORM as Orm } from '@mikro-orm/postgresql';
import pg from 'pg';
import { connectionFailure } from '../connection-failure.ts';
import { ormOptions } from '../orm.ts';
import { MigrationFailure } from './failure.ts';
import { Migrator } from './migrator.ts';

export interface OpenMigrator {
  orm: MikroORM;
  migrator: Migrator;
  /** a session of its own, for what is asked of the database beside the migrations */
  client: pg.Client;
  close(): Promise<void>;
}

/** How long a statement of a migration waits for a lock, and everybody behind it waits for that statement. */
const lockTimeoutMs = 3000;

/** Connects for migrating. Throws MigrationFailure in one line where the database cannot be used. */
export async function openMigrator(
  url: string,
  changes: (options: ReturnType<typeof ormOptions>) => ReturnType<typeof ormOptions> = (options) => options,
): Promise<OpenMigrator> {
  // before MikroORM, whose migrator would make a database that is missing: a typo would go unseen
  const client = await connect(url);
  const orm = await Orm.init(changes(ormOptions({ url, poolSize: 2, lockTimeoutMs })));
  const { migrator } = orm;
  if (!(migrator instanceof Migrator)) throw new Error('another migrator is registered than ours');
  return {
    orm,
    migrator,
    client,
    async close() {
      await orm.close();
      await client.end();
    },
  };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // a session that is lost is noticed by its next query
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw new MigrationFailure('unexpected', connectionFailure(url, error) ?? String(error), { cause: error });
  }
}
