// The one-shot that runs before api and worker start: in compose, in Kubernetes and in `npm start`.
import { databaseUrl, readEnvironment } from 'env';
import pg from 'pg';
import Type from 'typebox';
import { connectionFailure } from './connection-failure.ts';
import { createOrm } from './orm.ts';
import { setOwnerToken } from './owner-token.ts';

const environment = Type.Object({
  DATABASE_URL: databaseUrl,
  MIGRATE_DATABASE_URL: Type.Optional(databaseUrl),
  OWNER_TOKEN: Type.Optional(
    Type.String({
      pattern: '^[!-~]{32,}$',
      description: '32 or more characters, ASCII letters, digits and signs without spaces',
    }),
  ),
});

try {
  await migrate();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function migrate(): Promise<void> {
  const config = readEnvironment(environment, process.env);
  const url = config.MIGRATE_DATABASE_URL ?? config.DATABASE_URL;
  await checkConnection(url);
  const orm = await createOrm({ url, poolSize: 2 });
  try {
    orm.migrator.on('migrated', ({ name }) => console.log(`applied ${name}`));
    const applied = await orm.migrator.up();
    if (applied.length === 0) console.log('the schema is up to date');
    const made = await setOwnerToken(orm, config.OWNER_TOKEN);
    if (made) console.log(`\nThe owner's token, shown this once; set OWNER_TOKEN to choose another:\n\n  ${made}\n`);
  } finally {
    await orm.close();
  }
}

/** Fails where the database cannot be used. MikroORM's migrator would make one that is missing: a typo would go unseen. */
async function checkConnection(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    throw new Error(connectionFailure(url, error) ?? String(error), { cause: error });
  }
}
