import cookies from '@fastify/cookie';
import cors from '@fastify/cors';
import Fastify from 'fastify';
import type { Config } from './config.ts';
import { loggerOptions } from './logging.ts';
import { meRoutes } from './modules/accounts/me-routes.ts';
import { accountRoutes } from './modules/accounts/routes.ts';
import { actionRoutes } from './modules/actions/routes.ts';
import { eventRoutes } from './modules/changes/event-routes.ts';
import { changeRoutes } from './modules/changes/routes.ts';
import { channelRoutes } from './modules/channels/routes.ts';
import { deliveryRoutes } from './modules/deliveries/routes.ts';
import { Delivery } from './modules/deliveries/schemas.ts';
import { exportRoutes } from './modules/exports/routes.ts';
import { feedRoutes } from './modules/feeds/routes.ts';
import { importRoutes } from './modules/imports/routes.ts';
import { invitationRoutes } from './modules/invitations/routes.ts';
import { labelRoutes } from './modules/labels/routes.ts';
import { Label } from './modules/labels/schemas.ts';
import { listRoutes } from './modules/lists/routes.ts';
import { TodoList } from './modules/lists/schemas.ts';
import { passwordResetRoutes } from './modules/password-resets/routes.ts';
import { sessionRoutes } from './modules/sessions/routes.ts';
import { statusRoutes } from './modules/status/routes.ts';
import { changeTodo } from './modules/todos/change-todo.ts';
import { reminderRoutes } from './modules/todos/reminder-routes.ts';
import { todoRoutes } from './modules/todos/routes.ts';
import { Todo } from './modules/todos/schemas.ts';
import { snoozeTodo } from './modules/todos/snooze.ts';
import { tokenRoutes } from './modules/tokens/routes.ts';
import { authentication } from './plugins/authentication.ts';
import { bodies } from './plugins/bodies.ts';
import { closing } from './plugins/closing.ts';
import { crossSite } from './plugins/cross-site.ts';
import { database } from './plugins/database.ts';
import { fairShares } from './plugins/fair-shares.ts';
import { idempotency } from './plugins/idempotency.ts';
import { metrics } from './plugins/metrics.ts';
import { openapi } from './plugins/openapi.ts';
import { passwords } from './plugins/passwords.ts';
import { malformedRequest, problems, unroutableRequest } from './plugins/problems.ts';
import { rateLimit } from './plugins/rate-limit.ts';
import { requestIds } from './plugins/request-ids.ts';
import { securityHeaders } from './plugins/security-headers.ts';
import { strictQueries } from './plugins/strict-queries.ts';
import { etagOf } from './preconditions.ts';
import { requestIdOf } from './request-id.ts';
import { buildValidator } from './validation.ts';

/** What the app needs of its settings; where it listens is the server's business. */
export type AppConfig = Omit<Config, 'API_HOST' | 'API_PORT' | 'API_METRICS_PORT'>;

/** The whole API, not listening yet. The lines below are its map. */
export async function buildApp(config: AppConfig) {
  const origins = config.CORS_ORIGINS?.split(',').map((origin) => new URL(origin.trim()).origin) ?? [];
  const app = Fastify({
    logger: loggerOptions(config.LOG_LEVEL),
    genReqId: ({ headers }) => requestIdOf(headers),
    // answers are JSON text already, most of it PostgreSQL's: their schemas are for the document alone
    schemaController: { compilersFactory: { buildValidator, buildSerializer: () => () => JSON.stringify } },
    trustProxy: config.TRUST_PROXY ?? false,
    // who sends slowly holds a connection no longer than this: the headers, and all of the request
    // one without Host is refused with a problem, not by Node
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 1000, requireHostHeader: false },
    requestTimeout: 30_000,
    // and who reads nothing of an answer; event streams are never silent for as long
    connectionTimeout: 120_000,
    // what still comes on open connections while it closes is answered, too
    return503OnClosing: false,
    bodyLimit: 1024 * 1024,
    clientErrorHandler: malformedRequest,
    frameworkErrors: unroutableRequest,
  });
  const sendsMail = Boolean(config.SMTP_URL);
  app.decorate('publicUrl', config.PUBLIC_URL);

  await app.register(closing);
  await app.register(requestIds);
  await app.register(securityHeaders);
  if (origins.length > 0) await app.register(cors, { ...corsOptions, origin: origins });
  await app.register(database, {
    url: config.DATABASE_URL,
    sqlPoolSize: config.API_SQL_POOL_SIZE,
    ormPoolSize: config.API_ORM_POOL_SIZE,
    preparesStatements: config.PREPARED_STATEMENTS,
  });
  await app.register(metrics);
  await app.register(rateLimit, { perMinute: config.RATE_LIMIT });
  await app.register(problems);
  await app.register(bodies);
  await app.register(strictQueries);
  await app.register(openapi);

  await app.register(statusRoutes);
  await app.register(
    async (v1) => {
      await v1.register(cookies);
      await v1.register(crossSite, { trusted: [config.PUBLIC_URL, ...origins] });
      await v1.register(authentication);
      await v1.register(fairShares);
      await v1.register(idempotency);
      await v1.register(passwords);
      await v1.register(async (access) => {
        // what anybody may send, before it is known who asks
        access.addHook('onRoute', (route) => {
          route.bodyLimit = 16 * 1024;
        });
        await access.register(accountRoutes, { prefix: '/accounts', signup: config.SIGNUP });
        await access.register(sessionRoutes, { prefix: '/sessions' });
        await access.register(passwordResetRoutes, { prefix: '/password-resets' });
        await access.register(meRoutes, { prefix: '/me' });
        await access.register(tokenRoutes, { prefix: '/tokens' });
        await access.register(feedRoutes, { prefix: '/feeds' });
        await access.register(invitationRoutes, { prefix: '/invitations', sendsMail });
        await access.register(actionRoutes, {
          prefix: '/actions',
          async complete(accountId, id, version) {
            await changeTodo(app.orm.em.fork(), accountId, { id, ifMatch: etagOf(version) }, { completed: true });
          },
          async snooze(accountId, id, duration) {
            await snoozeTodo(app.orm.em.fork(), accountId, { id, ifMatch: undefined }, { duration }, 'nothing');
          },
        });
      });
      await v1.register(todoRoutes, { prefix: '/todos' });
      await v1.register(reminderRoutes, { prefix: '/reminders' });
      await v1.register(listRoutes, { prefix: '/lists' });
      await v1.register(labelRoutes, { prefix: '/labels' });
      await v1.register(changeRoutes, { prefix: '/changes', objects: [Todo, TodoList, Label] });
      await v1.register(eventRoutes, { prefix: '/events' });
      await v1.register(importRoutes);
      await v1.register(channelRoutes, { prefix: '/channels', sendsMail, delivery: Delivery });
      await v1.register(deliveryRoutes, { prefix: '/deliveries' });
      await v1.register(exportRoutes, {
        prefix: '/export',
        // slow readers must leave connections to everybody else
        mostAtOnce: Math.max(1, Math.floor(config.API_SQL_POOL_SIZE / 4)),
      });
    },
    { prefix: '/api/v1' },
  );

  return app;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** where clients reach the api: scheme, host and port; links begin with it */
    publicUrl: string;
  }
}

/** What browser applications of other origins may send, and read of the answer beside its body. */
const corsOptions = {
  credentials: true,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  exposedHeaders: [
    'Content-Disposition',
    'ETag',
    'Location',
    'RateLimit',
    'RateLimit-Policy',
    'Retry-After',
    'X-Request-Id',
  ],
  // seconds
  maxAge: 600,
};
