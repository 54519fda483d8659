import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';
import plugin from 'fastify-plugin';
import type pg from 'pg';
import { Turns } from '../turns.ts';

/**
 * Leaves connections to everybody else, however long an account's statements take or wait for its lock: requests of one
 * account hold at most as many of each pool as are free beside them, and take turns. What is asked without an account takes
 * no turn.
 */
export const fairShares = plugin(
  async (app) => {
    app.addHook('onReady', async () => {
      shareFairly(app.pg.pool);
      shareFairly(await app.orm.em.getConnection().getNativeClient());
    });
    // after the body was read, which would not keep it
    app.addHook('preHandler', ({ accountId, routeOptions }, { raw }, done) => {
      if (accountId === 0 || routeOptions.config.hasOwnLimit) return done();
      askers.run({ accountId, response: raw }, done);
    });
  },
  { name: 'fair-shares', dependencies: ['authentication', 'database'] },
);

declare module 'fastify' {
  interface FastifyContextConfig {
    /** holds for long what it takes, and sees to it by itself that this is little */
    hasOwnLimit?: boolean;
  }
}

/** For whom a connection is asked. */
interface Asker {
  accountId: number;
  response: ServerResponse;
}

const askers = new AsyncLocalStorage<Asker>();

type WhenConnected = Parameters<pg.Pool['connect']>[0];

/** Lets whoever asks a pool for a connection wait for their account's turn before. */
function shareFairly(pool: pg.Pool): void {
  const turns = new Turns(pool.options.max);
  const leaveBy = new WeakMap<pg.PoolClient, () => void>();
  pool.on('release', (_, client) => {
    leaveBy.get(client)?.();
    leaveBy.delete(client);
  });

  const connect: () => Promise<pg.PoolClient> = pool.connect.bind(pool);
  async function connectInTurn({ accountId, response }: Asker): Promise<pg.PoolClient> {
    await turns.take(accountId, response);
    try {
      const client = await connect();
      leaveBy.set(client, () => turns.leave(accountId));
      return client;
    } catch (error) {
      turns.leave(accountId);
      throw error;
    }
  }

  async function connectAtOnce(): Promise<pg.PoolClient> {
    const client = await connect();
    turns.occupy();
    leaveBy.set(client, () => turns.leave());
    return client;
  }

  // with what is to happen then as its parameter, as `pool.query` calls it, it answers nothing
  Reflect.set(pool, 'connect', (whenConnected?: WhenConnected) => {
    const asker = askers.getStore();
    const connected = asker ? connectInTurn(asker) : connectAtOnce();
    return whenConnected
      ? void connected.then(
          (client) => whenConnected(undefined, client, client.release),
          (error) => whenConnected(error, undefined, () => {}),
        )
      : connected;
  });
}
