import pg from 'pg';
import { connectionFailure } from './connection-failure.ts';
import { MigrationFailure } from './migrator/failure.ts';

/**
 * Lets the role of api and worker, which `appUrl` names, read and write rows and nothing more; makes it where it is
 * missing. `client` is the owner's. Where both are the same role there is nothing to do. Throws a MigrationFailure that names the
 * SQL to run where the owner may not make roles.
 */
export async function grantAppRole(client: pg.Client, appUrl: string): Promise<void> {
  const { username, password } = new URL(appUrl);
  const role = decodeURIComponent(username);
  const { rows } = await client.query<{ same: boolean; exists: boolean; database: string }>(
    `select current_user = $1::text as same, exists (select from pg_roles where rolname = $1::text) as exists,
            current_database() as database`,
    [role],
  );
  const { same, exists, database } = rows[0] ?? { same: true, exists: true, database: '' };
  if (same || role === '') return;
  if (!exists) await createRole(client, role, decodeURIComponent(password), database);
  const name = pg.escapeIdentifier(role);
  await client.query(`
    begin;
    revoke temporary on database ${pg.escapeIdentifier(database)} from public;
    revoke create on schema public from public;
    revoke all on all tables in schema public from ${name};
    grant usage on schema public to ${name};
    grant select, insert, update, delete on all tables in schema public to ${name};
    grant usage, select on all sequences in schema public to ${name};
    revoke insert, update, delete on mikro_orm_migrations, migration_records from ${name};
    -- an audit that cannot be rewritten; its rows go with their account, by the foreign key, or after a year, by a function
    revoke update, delete on security_events from ${name};
    -- the feed is written once; its epoch is migrate's, and the worker says how far it has pruned
    revoke update on changes from ${name};
    revoke insert, update, delete on change_feed from ${name};
    grant update (pruned_through) on change_feed to ${name};
    commit`);
}

async function createRole(client: pg.Client, role: string, password: string, database: string): Promise<void> {
  const create = `create role ${pg.escapeIdentifier(role)} login password`;
  try {
    await client.query(`${create} ${pg.escapeLiteral(password)}`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '42501')) throw error;
    throw new MigrationFailure(
      'unexpected',
      `the role ${role} of DATABASE_URL does not exist, and this one may not make it. Run as an administrator, then migrate again:\n` +
        `  ${create} '<the password in DATABASE_URL>';\n` +
        `  grant connect on database ${pg.escapeIdentifier(database)} to ${pg.escapeIdentifier(role)};`,
      { cause: error },
    );
  }
}

/** Throws in one line where `appUrl` cannot be used to connect, as when its password is not the role's. */
export async function demandAppConnection(appUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: appUrl, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
  } catch (error) {
    throw new MigrationFailure('unexpected', connectionFailure(appUrl, error) ?? String(error), { cause: error });
  } finally {
    await client.end().catch(() => {});
  }
}
