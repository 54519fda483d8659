// `npm start`: a real PostgreSQL, the migrations, the api and the worker, and how to use them. With --watch (`npm run
// dev`), api and worker start again when their code changes.
import { setTimeout as delay } from 'node:timers/promises';
import { EnvironmentError } from 'env';
import { LocalPostgresError, localDir, openLocalDatabase } from 'local-postgres';
import { type Config, readConfig } from './config.ts';
import { requireFreePort } from './free-port.ts';
import { keptOwnerToken } from './owner-token.ts';
import { ProgramFailed, runProgram, type Service, startService } from './service.ts';
import { StartError } from './start-error.ts';

/** Longer than the worker waits for sends under way. */
const patienceMs = 25_000;
const watching = process.argv.includes('--watch');
const interruption = new AbortController();
const services: Service[] = [];
let stopDatabase = async () => {};

listenToSignals();
try {
  await start(readConfig());
} catch (error) {
  report(error);
  process.exitCode = 1;
}
await Promise.all(services.map(stopInTime));
await stopDatabase().catch(report);
// what is left are idle handles: signals and timers
process.exit();

async function start(config: Config): Promise<void> {
  const url = `http://${config.API_HOST.includes(':') ? `[${config.API_HOST}]` : config.API_HOST}:${config.API_PORT}`;
  await requireFreePort(config.API_HOST, config.API_PORT);
  const token = config.OWNER_TOKEN ?? (await keptOwnerToken(localDir(process.env)));
  // those that are read here, from a file perhaps, are handed on below
  const { MIGRATE_DATABASE_URL, MIGRATE_DATABASE_URL_FILE, DATABASE_URL_FILE, OWNER_TOKEN_FILE, ...others } =
    process.env;
  const { LOG_LEVEL_FILE, PUBLIC_URL_FILE, ALLOW_PRIVATE_TARGETS_FILE, ...rest } = others;
  const databases = config.DATABASE_URL
    ? { app: config.DATABASE_URL, owner: config.MIGRATE_DATABASE_URL }
    : await openDatabase();
  const env = {
    ...rest,
    DATABASE_URL: databases.app,
    LOG_LEVEL: config.LOG_LEVEL,
    PUBLIC_URL: config.PUBLIC_URL ?? url,
    ALLOW_PRIVATE_TARGETS: String(config.ALLOW_PRIVATE_TARGETS),
  };
  if (interruption.signal.aborted) return;
  await runProgram('packages/db/src/migrate.ts', { ...env, MIGRATE_DATABASE_URL: databases.owner, OWNER_TOKEN: token });
  if (interruption.signal.aborted) return;

  const nodeOptions = watching ? ['--watch'] : [];
  services.push(startService('api', 'apps/api/src/server.ts', env, nodeOptions));
  services.push(startService('worker', 'apps/worker/src/main.ts', env, nodeOptions));
  const ended = Promise.race(services.map(async ({ name, ended }) => ({ name, ...(await ended) })));
  const before = await Promise.race([ended, interrupted(), untilReady(url)]);
  if (before === 'ready') greet(url, token);
  const end = before === 'ready' ? await Promise.race([ended, interrupted()]) : before;
  if (end === 'interrupted') return;
  // one that could not start has said why
  throw new ProgramFailed(before === 'ready' ? `the ${end.name} ended with ${end.reason}; the rest was stopped` : '');
}

/** The URLs of the kept database: the owner's, who migrates, and that of the role which api and worker have. */
async function openDatabase(): Promise<{ owner: string; app: string }> {
  const database = await openLocalDatabase({ localDir: localDir(process.env), exclusive: true });
  stopDatabase = () => database.stop();
  const app = new URL(database.url);
  app.username = 'duebell_app';
  return { owner: database.url, app: app.href };
}

async function stopInTime(service: Service): Promise<void> {
  service.stop();
  const late = delay(patienceMs, 'late', { ref: false });
  if ((await Promise.race([service.ended, late])) === 'late') service.stop(true);
  await service.ended;
}

function interrupted(): Promise<'interrupted'> {
  return new Promise((resolve) => {
    if (interruption.signal.aborted) resolve('interrupted');
    interruption.signal.addEventListener('abort', () => resolve('interrupted'));
  });
}

async function untilReady(url: string): Promise<'ready'> {
  for (;;) {
    const ok = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return 'ready';
    await delay(20);
  }
}

function greet(url: string, token: string): void {
  console.log(`
Duebell is running on ${url} (Ctrl-C stops it; the data stays)

  the owner's token   ${token}

Write a todo:

  curl ${url}/api/v1/todos -H 'Authorization: Bearer ${token}' \\
    -H 'Content-Type: application/json' -d '{"description": "buy milk", "due_date": "2026-12-01T09:00:00Z"}'

What else there is: ${url}/api/docs (for programs: ${url}/api/openapi.json)
`);
}

function listenToSignals(): void {
  let first: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Ctrl-C arrives twice at once (from the terminal and from npm); only a later one means "at once"
      if (first !== undefined && Date.now() - first > 1000) for (const service of services) service.stop(true);
      first ??= Date.now();
      interruption.abort();
    });
  }
}

function report(error: unknown): void {
  const expected = [StartError, ProgramFailed, EnvironmentError, LocalPostgresError].some(
    (kind) => error instanceof kind,
  );
  if (!expected || !(error instanceof Error)) console.error(error);
  else if (error.message) console.error(`duebell: ${error.message.replaceAll('\n', '\nduebell: ')}`);
}
