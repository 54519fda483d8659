import { fileURLToPath } from 'node:url';
import { defineConfig, MikroORM, type Options } from '@mikro-orm/postgresql';
import type pg from 'pg';
import { ActionLink } from './entities/action-link.ts';
import { ApiToken } from './entities/api-token.ts';
import { Change } from './entities/change.ts';
import { ChangeFeed } from './entities/change-feed.ts';
import { Channel } from './entities/channel.ts';
import { ChannelList } from './entities/channel-list.ts';
import { Completion } from './entities/completion.ts';
import { Delivery } from './entities/delivery.ts';
import { DeliveryAttempt } from './entities/delivery-attempt.ts';
import { Feed } from './entities/feed.ts';
import { IdempotencyKey } from './entities/idempotency-key.ts';
import { Import } from './entities/import.ts';
import { ImportRow } from './entities/import-row.ts';
import { Invitation } from './entities/invitation.ts';
import { Label } from './entities/label.ts';
import { List } from './entities/list.ts';
import { PasswordReset } from './entities/password-reset.ts';
import { RateLimit } from './entities/rate-limit.ts';
import { Reminder } from './entities/reminder.ts';
import { SecurityEvent } from './entities/security-event.ts';
import { Session } from './entities/session.ts';
import { Todo } from './entities/todo.ts';
import { TodoLabel } from './entities/todo-label.ts';
import { User } from './entities/user.ts';
import { keptAlive } from './kept-alive.ts';
import { Migrator } from './migrator/migrator.ts';
import { RefusingGenerator } from './migrator/refusing-generator.ts';

export interface OrmSettings {
  /** PostgreSQL URL */
  url: string;
  /** how many connections this ORM may hold */
  poolSize: number;
  /** how long a statement waits for a lock, in ms; as long as it takes by default */
  lockTimeoutMs?: number;
  /** how long a statement may take, in ms: until the server ends it, and until its answer is not waited for any more */
  timeouts?: { statement_timeout: number; query_timeout: number };
}

/** Connects MikroORM. Close it with `orm.close()`. */
export function createOrm(settings: OrmSettings): Promise<MikroORM> {
  return MikroORM.init(ormOptions(settings));
}

/**
 * Gives back to the pool what a transaction held when its connection was lost. The query builder beneath MikroORM gives
 * it back only after a commit or rollback that succeeded: each such loss would cost the pool a connection for good.
 */
function freeLostConnections(pool: pg.Pool): void {
  const held = new Set<pg.PoolClient>();
  pool.on('acquire', (client) => held.add(client));
  pool.on('release', (_, client) => held.delete(client));
  pool.on('connect', (client) => {
    client.on('end', () => {
      if (held.has(client)) client.release(true);
    });
  });
}

/** MikroORM's configuration, for the migration commands too. */
export function ormOptions({ url, poolSize, lockTimeoutMs, timeouts }: OrmSettings): Options {
  const migrations = fileURLToPath(new URL('./migrations', import.meta.url));
  return defineConfig({
    clientUrl: url,
    pool: { min: 1, max: poolSize },
    driverOptions: {
      connectionTimeoutMillis: 5000,
      ...keptAlive,
      onPoolCreated: freeLostConnections,
      ...timeouts,
      ...(lockTimeoutMs !== undefined && { options: `-c lock_timeout=${lockTimeoutMs}` }),
    },
    // listed, not globbed: what the database holds can be read here
    entities: [
      User,
      Session,
      ApiToken,
      Invitation,
      PasswordReset,
      SecurityEvent,
      List,
      Label,
      TodoLabel,
      Todo,
      Completion,
      Reminder,
      Channel,
      ChannelList,
      Delivery,
      DeliveryAttempt,
      ActionLink,
      Feed,
      Change,
      ChangeFeed,
      RateLimit,
      IdempotencyKey,
      Import,
      ImportRow,
    ],
    extensions: [Migrator],
    // the migrator's own table beside its log
    schemaGenerator: { skipTables: ['migration_records'] },
    migrations: {
      path: migrations,
      pathTs: migrations,
      emit: 'ts',
      generator: RefusingGenerator,
      // who runs migrations says what it does: the command line switches this back on
      silent: true,
      // one transaction a migration: all of them in one would hold every lock until the last has run
      allOrNothing: false,
      snapshotName: 'snapshot',
      // only migration:create writes the snapshot; a run against some database must not change a file
      snapshotOnMigrate: false,
    },
  });
}
