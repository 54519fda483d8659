// graphile-worker as a worker of its own process: `node graphile-process.ts '<settings as JSON>'`.
import { run } from 'graphile-worker';
import pg from 'pg';
import { createAttemptLog, writeAttempts } from './attempt-log.ts';
import type { Job, WorkerSettings } from './contender.ts';
import { createSend } from './create-send.ts';
import { type GraphileOptions, silent, taskName } from './graphile-worker.ts';

const { databaseUrl, noOp, gathers }: WorkerSettings & GraphileOptions = JSON.parse(process.argv[2] ?? '');
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
const send = createSend({ noOp });
const gather = createAttemptLog(pool);
await run({
  taskList: {
    async [taskName](payload) {
      const row = await send(payload as Job);
      await (gathers ? gather(row) : writeAttempts(pool, [row]));
      if (row.error !== null) throw new Error(row.error);
    },
  },
  preset: {
    worker: {
      connectionString: databaseUrl,
      logger: silent,
      concurrentJobs: 50,
      maxPoolSize: 25,
      localQueue: { size: 500 },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
      pollInterval: 50,
    },
  },
});
// whoever started it is gone
process.on('disconnect', () => process.exit());
process.send?.('ready');
