import { connectionFailure, SCHEMA_BEHIND_EXIT_CODE, SchemaBehindError } from 'db/sql';
import { collectDefaultMetrics } from 'prom-client';
import { type Config, readConfig } from './config.ts';
import { createLogger } from './create-logger.ts';
import { startHealthServer } from './health-server.ts';
import { startWorker, type Worker } from './worker.ts';

try {
  await run(readConfig());
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(`worker: ${message.replaceAll('\n', '\nworker: ')}`);
  process.exit(error instanceof SchemaBehindError ? SCHEMA_BEHIND_EXIT_CODE : 1);
}

async function run(config: Config): Promise<void> {
  const log = createLogger(config.LOG_LEVEL);
  const worker = await startWorker({
    databaseUrl: config.DATABASE_URL,
    publicUrl: config.PUBLIC_URL,
    mail: config.SMTP_URL === undefined ? undefined : { smtpUrl: config.SMTP_URL, from: config.MAIL_FROM },
    poolSize: config.WORKER_POOL_SIZE,
    allowPrivateTargets: config.ALLOW_PRIVATE_TARGETS,
    log,
  }).catch((error) => {
    if (error instanceof SchemaBehindError) throw error;
    throw new Error(connectionFailure(config.DATABASE_URL, error) ?? String(error), { cause: error });
  });
  collectDefaultMetrics({ register: worker.metrics });
  const health = await listen(config, worker).catch(async (error) => {
    await worker.stop();
    throw error;
  });
  log.info('the worker is running');

  let stopping = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Ctrl-C can arrive twice at once (from the terminal and from npm); only a later one means "at once"
      if (stopping && Date.now() - stopping > 1000) process.exit(1);
      if (stopping) return;
      stopping = Date.now();
      Promise.all([worker.stop(), health?.close()]).then(
        () => process.exit(0),
        (error) => {
          log.error(error, 'could not stop in order');
          process.exit(1);
        },
      );
    });
  }
}

async function listen({ WORKER_HOST: host, WORKER_PORT: port }: Config, worker: Worker) {
  if (port === undefined) return undefined;
  return startHealthServer(host, port, worker).catch((error) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${port} on ${host} is taken: stop what listens there or set WORKER_PORT`);
  });
}
