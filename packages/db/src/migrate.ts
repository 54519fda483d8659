// The one-shot that runs before api and worker start: in compose, in Kubernetes and in `npm start`. It migrates, lets
// the role of api and worker in, and sets the owner's token. Its exit codes are those of the migration commands.
import { EnvironmentError } from 'env';
import { demandAppConnection, grantAppRole } from './app-role.ts';
import { renewChangeFeed } from './change-feed.ts';
import { readConfig } from './migrate-config.ts';
import { exitCodes, MigrationFailure } from './migrator/failure.ts';
import { type OpenMigrator, openMigrator } from './migrator/open-migrator.ts';
import { setOwnerEmail, setOwnerToken } from './owner.ts';

try {
  await migrate();
} catch (error) {
  const expected = error instanceof MigrationFailure || error instanceof EnvironmentError;
  console.error(expected ? error.message : error);
  process.exitCode = error instanceof MigrationFailure ? error.exitCode : exitCodes.unexpected;
}

async function migrate(): Promise<void> {
  const config = readConfig();
  const open = await openMigrator(config.MIGRATE_DATABASE_URL ?? config.DATABASE_URL);
  try {
    await applyPending(open);
    if (await renewChangeFeed(open.client))
      console.log('the rows come from another place or time: clients that follow changes start over');
    await grantAppRole(open.client, config.DATABASE_URL);
    await demandAppConnection(config.DATABASE_URL);
    if (config.OWNER_EMAIL && !(await setOwnerEmail(open.orm, config.OWNER_EMAIL)))
      throw new EnvironmentError(
        'OWNER_EMAIL is the address of another account: delete that, or choose another address',
      );
    const made = await setOwnerToken(open.orm, config.OWNER_TOKEN);
    if (made) console.log(`\nThe owner's token, shown this once; set OWNER_TOKEN to choose another:\n\n  ${made}\n`);
  } finally {
    await open.close();
  }
}

async function applyPending({ migrator }: OpenMigrator): Promise<void> {
  migrator.on('migrated', ({ name }) => console.log(`applied ${name}`));
  const done = await migrator.up();
  if (done.length === 0) console.log('the schema is up to date');
}
