import { join } from 'node:path';
import pg from 'pg';
import { Client } from 'undici';
import type { BenchPostgres } from '../bench-postgres.ts';
import { fill } from '../growth/fill.ts';
import { measureRequests, requests } from '../growth/measure-requests.ts';
import { readSubjects } from '../growth/subjects.ts';
import { readUsage } from '../process-usage.ts';
import { startApi } from '../start-api.ts';
import { duebell } from '../worker/duebell.ts';
import { startReceiver } from '../worker/receiver.ts';
import { createStages } from '../worker/stage.ts';

const clients = 10;
const requestsOfClient = 500;
const messages = 20_000;
const leadMs = 6000;

/** As the images have it (infra/docker/Dockerfile). */
const nodeOptions = ['--max-semi-space-size=8', '--max-old-space-size=256'];

/** What was done before memory was looked at. */
export const load = { requests: clients * requestsOfClient * Object.keys(requests).length, messages };

/** How many MB the api process takes after many requests of each kind, and how many ms after its start it was ready. */
export async function measureApi(postgres: BenchPostgres, times: number): Promise<{ mb: number; readyMs: number[] }> {
  const url = await postgres.createDatabase('api');
  await fill(url, [{ accounts: 100, todosOfEach: 100 }]);
  const readyMs: number[] = [];
  // the first one compiles
  for (let i = 0; i <= times; i += 1) {
    const api = await startApi(url, { NODE_COMPILE_CACHE: join(postgres.folder, 'compiled') });
    if (i > 0) readyMs.push(api.readyMs);
    await api.stop();
  }
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const subjects = await readSubjects(pool, { first: 2, last: 101, count: 100 });
  await pool.end();
  const api = await startApi(url, { NODE_OPTIONS: nodeOptions.join(' ') });
  const asking = Array.from({ length: clients }, async () => {
    const client = new Client(api.url);
    for (const ask of Object.values(requests)) await measureRequests(client, subjects, ask, requestsOfClient);
    await client.close();
  });
  await Promise.all(asking);
  const { memoryMb: mb } = await readUsage(api.pid);
  await api.stop();
  return { mb, readyMs };
}

/** How many MB the worker process takes after it has sent many messages that were due at once. */
export async function measureWorker(postgres: BenchPostgres): Promise<number> {
  const open = await createStages(postgres, duebell(1));
  const stage = await open();
  const receiver = await startReceiver();
  try {
    const worker = await stage.startWorker({ noOp: false, nodeOptions });
    const arriving = receiver.expect(messages);
    await stage.schedule(Array(messages).fill(new Date(Date.now() + leadMs)), receiver.url);
    if (!(await arriving)) throw new Error('not all messages arrived');
    await stage.untilSettled();
    return (await readUsage(worker.pid ?? 0)).memoryMb;
  } finally {
    await receiver.stop();
    await stage.end();
  }
}
