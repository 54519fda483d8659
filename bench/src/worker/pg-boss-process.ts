// pg-boss as a worker of its own process: `node pg-boss-process.ts '<settings as JSON>'`.
import pg from 'pg';
import { type ConstructorOptions, type JobResult, PgBoss } from 'pg-boss';
import { writeAttempts } from './attempt-log.ts';
import type { Job, WorkerSettings } from './contender.ts';
import { createSend } from './create-send.ts';
import { queueName } from './pg-boss.ts';

const { databaseUrl, noOp, ...options }: WorkerSettings & Partial<ConstructorOptions> = JSON.parse(
  process.argv[2] ?? '',
);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 5 });
const send = createSend({ noOp });
const boss = new PgBoss({ connectionString: databaseUrl, ...options });
boss.on('error', (error) => console.error(error));
await boss.start();
await boss.work<Job>(
  queueName,
  // without results of each, one that fails would have its whole batch sent again
  { batchSize: 100, localConcurrency: 4, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5, perJobResults: true },
  async (jobs) => {
    const rows = await Promise.all(jobs.map(({ data }) => send(data)));
    await writeAttempts(pool, rows);
    return jobs.map(
      ({ id }, index): JobResult => ({ id, status: rows[index]?.error === null ? 'completed' : 'failed' }),
    );
  },
);
// whoever started it is gone
process.on('disconnect', () => process.exit());
process.send?.('ready');
