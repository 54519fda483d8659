import { Logger, makeWorkerUtils, runMigrations } from 'graphile-worker';
import { runSql } from '../run-sql.ts';
import { attemptsTable } from './attempt-log.ts';
import type { Contender } from './contender.ts';
import { makeJobs } from './make-jobs.ts';

export const taskName = 'deliver';
const perInsert = 2000;

export const silent = new Logger(() => () => {});

export interface GraphileOptions {
  /** rows of the log are gathered while one statement is under way, for the next */
  gathers: boolean;
}

const setup =
  'as in the documentation for its own figures: localQueue 500, completeJobBatchDelay 0, maxPoolSize 25; concurrentJobs 50, pollInterval 50 ms';

/** Set up for throughput; a job writes its row of the log by itself, since it knows nothing of others. */
export const graphileWorker = createGraphileWorker('graphile-worker', setup, { gathers: false });

export const gatheringGraphileWorker = createGraphileWorker(
  'graphile-worker, log gathered',
  'the same, with rows of the log gathered outside of it, as many at once as came while one statement was under way',
  { gathers: true },
);

function createGraphileWorker(name: string, setup: string, options: GraphileOptions): Contender {
  return {
    name,
    setup,
    options,
    worker: 'graphile-process.ts',
    async migrate(url) {
      await runMigrations({ connectionString: url, logger: silent });
      await runSql(url, attemptsTable);
    },
    async schedule(url, moments, target) {
      const utils = await makeWorkerUtils({ connectionString: url, maxPoolSize: 2, logger: silent });
      const jobs = makeJobs(moments, target).map(({ job, moment }) => ({
        identifier: taskName,
        payload: job,
        runAt: moment,
      }));
      for (let i = 0; i < jobs.length; i += perInsert) await utils.addJobs(jobs.slice(i, i + perInsert));
      await utils.release();
    },
    async isSettled(pool) {
      const { rowCount } = await pool.query('select from graphile_worker._private_jobs limit 1');
      return rowCount === 0;
    },
  };
}
