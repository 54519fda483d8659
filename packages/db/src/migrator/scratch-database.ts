import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { createOrm } from '../orm.ts';
import { readCatalog } from './catalog.ts';
import { MigrationFailure } from './failure.ts';

/** Makes an empty database beside the one of `url`, and drops it again after `use`. */
export async function withScratchDatabase<T>(url: string, use: (scratchUrl: string) => Promise<T>): Promise<T> {
  const name = `duebell_scratch_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create database ${name} template template0`).catch(explain);
    try {
      const scratch = new URL(url);
      scratch.pathname = `/${name}`;
      return await use(scratch.href);
    } finally {
      await client.query(`drop database ${name} with (force)`);
    }
  } finally {
    await client.end();
  }
}

/** The catalog that the migrations make, all of them or those up to `upTo`. */
export function replayMigrations(url: string, { upTo }: { upTo?: string } = {}): Promise<string[]> {
  return catalogOf(url, (orm) => orm.migrator.up(upTo === undefined ? undefined : { to: upTo }));
}

/** The catalog that the entities declare. */
export function createFromEntities(url: string, connect = createOrm): Promise<string[]> {
  return catalogOf(url, (orm) => orm.schema.create(), connect);
}

function catalogOf(
  url: string,
  build: (orm: Awaited<ReturnType<typeof createOrm>>) => Promise<unknown>,
  connect = createOrm,
): Promise<string[]> {
  return withScratchDatabase(url, async (scratch) => {
    const orm = await connect({ url: scratch, poolSize: 2 });
    try {
      await build(orm);
    } finally {
      await orm.close();
    }
    const client = new pg.Client({ connectionString: scratch });
    await client.connect();
    try {
      return await readCatalog(client);
    } finally {
      await client.end();
    }
  });
}

function explain(error: unknown): never {
  if (!(error instanceof Error && 'code' in error && error.code === '42501')) throw error;
  throw new MigrationFailure(
    'usage',
    'this needs a role that may create databases: run it on your own machine or in CI',
    {
      cause: error,
    },
  );
}
