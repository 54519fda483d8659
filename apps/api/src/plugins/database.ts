import postgres from '@fastify/postgres';
import type { MikroORM } from '@mikro-orm/postgresql';
import { createOrm } from 'db';
import { keptAlive, readSchemaVersion } from 'db/sql';
import plugin from 'fastify-plugin';
import pg from 'pg';
import { sendUnnamed } from '../send-unnamed.ts';

export interface DatabaseOptions {
  url: string;
  sqlPoolSize: number;
  ormPoolSize: number;
  /** whether the SQL door's statements keep their names, and so are prepared once per connection */
  preparesStatements: boolean;
}

// The server ends a statement first, which frees its locks and its connection. We end it where no answer comes at all:
// a connection whose other end vanished without a word must not hold its request for ever.
const timeouts = { statement_timeout: 10_000, query_timeout: 12_000 };

/** The two doors to the database: `app.pg` for reads and the one-statement create, `app.orm` for writes that carry rules. */
export const database = plugin<DatabaseOptions>(
  async (app, { url, sqlPoolSize, ormPoolSize, preparesStatements }) => {
    await app.register(postgres, {
      pg,
      connectionString: url,
      // who asks once a minute is not to wait for a connection each time
      min: 2,
      max: sqlPoolSize,
      connectionTimeoutMillis: 5000,
      ...timeouts,
      ...keptAlive,
      application_name: 'duebell api',
    });
    // without a listener, an idle connection that the server ends would end the process; the error itself carries the
    // whole client, keys included
    app.pg.pool.on('error', (error) => app.log.warn({ reason: error.message }, 'an idle database connection was lost'));
    if (!preparesStatements) sendUnnamed(app.pg.pool);

    const orm = await createOrm({ url, poolSize: ormPoolSize, timeouts });
    app.decorate('orm', orm);
    app.addHook('onClose', () => orm.close());
    // @fastify/postgres does not connect by itself: find out at start, not at the first request
    app.addHook('onReady', async () => {
      const version = await readSchemaVersion(app.pg);
      if (version === 'ahead') app.log.warn('the database is ahead of this version: a newer one has migrated it');
    });
  },
  { name: 'database' },
);

declare module 'fastify' {
  interface FastifyInstance {
    orm: MikroORM;
  }
}
