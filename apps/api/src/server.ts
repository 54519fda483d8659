import { connectionFailure, SCHEMA_BEHIND_EXIT_CODE, SchemaBehindError } from 'db/sql';
import { buildApp } from './app.ts';
import { type Config, readConfig } from './config.ts';
import { drainConnections } from './drain-connections.ts';
import { metricsServer } from './plugins/metrics-server.ts';

/** How long requests under way may take once it stops, and before that, clients to leave the connections they keep. */
const patienceMs = 10_000;
const leavingMs = 500;

try {
  await serve(readConfig());
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(`api: ${message.replaceAll('\n', '\napi: ')}`);
  process.exit(error instanceof SchemaBehindError ? SCHEMA_BEHIND_EXIT_CODE : 1);
}

async function serve(config: Config): Promise<void> {
  const app = await buildApp(config);
  if (config.API_METRICS_PORT) {
    await app.register(metricsServer, { host: config.API_HOST, port: config.API_METRICS_PORT });
  }
  app.addHook('preClose', () => drainConnections(app.server, leavingMs));
  try {
    await app.listen({ host: config.API_HOST, port: config.API_PORT });
  } catch (error) {
    await app.close();
    throw explain(config, error);
  }
  let stopping = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Ctrl-C can arrive twice at once (from the terminal and from npm); only a later one means "at once"
      if (stopping && Date.now() - stopping > 1000) process.exit(1);
      if (stopping) return;
      stopping = Date.now();
      // a client that never finishes its request must not keep the process
      setTimeout(() => app.server.closeAllConnections(), patienceMs).unref();
      app.close().then(
        () => process.exit(0),
        (error) => {
          app.log.error({ err: error }, 'could not close in order');
          process.exit(1);
        },
      );
    });
  }
}

function explain(config: Config, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof SchemaBehindError) return error;
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    const name = error.port === config.API_PORT ? 'API_PORT' : 'API_METRICS_PORT';
    return new Error(`port ${error.port} on ${config.API_HOST} is taken: stop what listens there or set ${name}`);
  }
  return new Error(connectionFailure(config.DATABASE_URL, error) ?? error.message, { cause: error });
}
