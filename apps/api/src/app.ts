import Fastify from 'fastify';
import type { Config } from './config.ts';
import { channelRoutes } from './modules/channels/routes.ts';
import { deliveryRoutes } from './modules/deliveries/routes.ts';
import { statusRoutes } from './modules/status/routes.ts';
import { todoRoutes } from './modules/todos/routes.ts';
import { authentication } from './plugins/authentication.ts';
import { bodies } from './plugins/bodies.ts';
import { database } from './plugins/database.ts';
import { openapi } from './plugins/openapi.ts';
import { malformedRequest, problems, unroutableRequest } from './plugins/problems.ts';
import { strictQueries } from './plugins/strict-queries.ts';
import { buildValidator } from './validation.ts';

/** What the app needs of its settings; where it listens is the server's business. */
export type AppConfig = Pick<Config, 'DATABASE_URL' | 'API_SQL_POOL_SIZE' | 'API_ORM_POOL_SIZE' | 'LOG_LEVEL'>;

/** The whole API, not listening yet. The lines below are its map. */
export async function buildApp(config: AppConfig) {
  const app = Fastify({
    logger: { level: config.LOG_LEVEL },
    schemaController: { compilersFactory: { buildValidator } },
    requestTimeout: 30_000,
    bodyLimit: 1024 * 1024,
    clientErrorHandler: malformedRequest,
    frameworkErrors: unroutableRequest,
  });

  await app.register(problems);
  await app.register(bodies);
  await app.register(strictQueries);
  await app.register(openapi);
  await app.register(database, {
    url: config.DATABASE_URL,
    sqlPoolSize: config.API_SQL_POOL_SIZE,
    ormPoolSize: config.API_ORM_POOL_SIZE,
  });

  await app.register(statusRoutes);
  await app.register(
    async (v1) => {
      await v1.register(authentication);
      await v1.register(todoRoutes, { prefix: '/todos' });
      await v1.register(channelRoutes, { prefix: '/channels' });
      await v1.register(deliveryRoutes, { prefix: '/deliveries' });
    },
    { prefix: '/api/v1' },
  );

  return app;
}
