import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export const TEMPLATE = 'duebell_template';
/** The owner's token in every database that a test clones. */
export const TEST_OWNER_TOKEN = 'the-owner-token-of-the-test-databases';

declare module 'vitest' {
  interface ProvidedContext {
    /** superuser URL of the test run's server */
    postgresUrl: string;
  }
}

export interface TestDatabase {
  /** of a superuser */
  url: string;
  /** of the role that api and worker have, which may do no more than in production */
  appUrl: string;
  /** for arranging and asserting; not the pool of what is tested */
  pool: pg.Pool;
  /** Fails where a connection was left open: a leak belongs to the test that made it. */
  drop(): Promise<void>;
}

/** Clones the migrated template, or with `empty` makes a database without tables. One per test file, so files run in parallel. */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // as files: block by block through the log, which spares a busy server checkpoints, takes several times as long
  await execute(server, `create database ${name} template ${empty ? 'template0' : TEMPLATE} strategy file_copy`);
  const url = databaseOf(server, name);
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  return {
    url,
    appUrl: appUrlOf(url),
    pool,
    async drop() {
      await pool.end();
      // without `force` PostgreSQL waits 5 s for other sessions to end, then refuses
      await execute(server, `drop database ${name}`);
    },
  };
}

/** The same database for the role of api and worker. */
export function appUrlOf(url: string): string {
  const app = new URL(url);
  app.username = 'duebell_app';
  app.password = 'test-app';
  return app.href;
}

export function databaseOf(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function execute(server: string, sql: string): Promise<void> {
  // not the template: a database with a session in it cannot be cloned
  const client = new pg.Client({ connectionString: databaseOf(server, 'postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
