import { type ConstructorOptions, PgBoss, type QueueOptions } from 'pg-boss';
import { runSql } from '../run-sql.ts';
import { attemptsTable } from './attempt-log.ts';
import type { Contender } from './contender.ts';
import { makeJobs } from './make-jobs.ts';

export const queueName = 'deliveries';
const perInsert = 2000;
const setup = 'batchSize 100, localConcurrency 4, burstWhenBatchFull, pollingIntervalSeconds at its floor of 0.5';

/** Set up for throughput. */
export const pgBoss = createPgBoss('pg-boss', setup, {});

/** Set up to notice as soon as it can that a worker is gone. */
export const quickToRecover = createPgBoss(
  'pg-boss, quick to recover',
  'the same with heartbeatSeconds at its floor of 10, superviseIntervalSeconds and monitorIntervalSeconds of 1',
  { heartbeatSeconds: 10 },
  { superviseIntervalSeconds: 1, monitorIntervalSeconds: 1 },
);

function createPgBoss(name: string, setup: string, queue: QueueOptions, options: ConstructorOptions = {}): Contender {
  return {
    name,
    setup,
    worker: 'pg-boss-process.ts',
    options,
    async migrate(url) {
      const boss = await open(url);
      await boss.createQueue(queueName, queue);
      await boss.stop({ graceful: false });
      await runSql(url, attemptsTable);
    },
    async schedule(url, moments, target) {
      const boss = await open(url);
      const jobs = makeJobs(moments, target).map(({ job, moment }) => ({ data: job, startAfter: moment }));
      for (let i = 0; i < jobs.length; i += perInsert) await boss.insert(queueName, jobs.slice(i, i + perInsert));
      await boss.stop({ graceful: false });
    },
    async isSettled(pool) {
      const { rowCount } = await pool.query(
        `select from pgboss.job where name = $1::text and state < 'completed' limit 1`,
        [queueName],
      );
      return rowCount === 0;
    },
  };
}

/** Writes jobs, and looks after nothing: that is the worker's. */
async function open(connectionString: string): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString, max: 2, supervise: false, schedule: false });
  boss.on('error', (error) => console.error(error));
  return boss.start();
}
