import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { BenchPostgres } from '../bench-postgres.ts';
import { readUsage } from '../process-usage.ts';
import { runSql } from '../run-sql.ts';
import { spawnNode } from '../spawn-node.ts';
import type { Contender, WorkerSettings } from './contender.ts';

/** A contender with a database of its own. */
export interface Stage {
  /** Starts a worker; resolves when it works. */
  startWorker(settings: { noOp: boolean; nodeOptions?: string[] }): Promise<ChildProcess>;
  schedule(moments: readonly Date[], target: string): Promise<void>;
  /** Resolves when nothing is left to do, with the Unix ms when that was. */
  untilSettled(): Promise<number>;
  countAttempts(): Promise<number>;
  /** How many ms of processor time its workers and PostgreSQL have taken so far. */
  readProcessorTime(): Promise<{ worker: number; postgres: number }>;
  /** Ends what runs, and drops the database. */
  end(): Promise<void>;
}

const lookEveryMs = 20;

/** Opens stages for a contender, whose tables are made once. */
export async function createStages(server: BenchPostgres, contender: Contender): Promise<() => Promise<Stage>> {
  const template = contender.name;
  await contender.migrate(await server.createDatabase(template));
  let count = 0;
  return async () => {
    const name = `${template} ${++count}`;
    const url = await server.createDatabase(name, template);
    return openStage(contender, { url, serverPid: server.pid }, async () => {
      await runSql(server.url, `drop database ${pg.escapeIdentifier(name)} with (force)`);
    });
  };
}

function openStage(
  contender: Contender,
  { url, serverPid }: { url: string; serverPid: number },
  drop: () => Promise<void>,
): Stage {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  // dropping the database may cut a connection that is just being closed
  pool.on('error', () => {});
  const workers: ChildProcess[] = [];
  return {
    async startWorker({ noOp, nodeOptions }) {
      const settings = { databaseUrl: url, noOp, ...contender.options } satisfies WorkerSettings;
      const worker = spawnNode(`worker/${contender.worker}`, [JSON.stringify(settings)], nodeOptions);
      workers.push(worker);
      const ended = once(worker, 'exit').then(() => Promise.reject(new Error(`${contender.name} did not start`)));
      await Promise.race([once(worker, 'message'), ended]);
      ended.catch(() => {});
      return worker;
    },
    async schedule(moments, target) {
      await contender.schedule(url, moments, target);
      // as autovacuum does within a minute: what is planned for an empty table is slow once it is full
      await pool.query('vacuum analyze');
      await pool.query('checkpoint');
    },
    async untilSettled() {
      while (!(await contender.isSettled(pool))) await delay(lookEveryMs);
      return performance.timeOrigin + performance.now();
    },
    async countAttempts() {
      const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from delivery_attempts');
      return rows[0]?.count ?? 0;
    },
    async readProcessorTime() {
      const used = async (pid: number) => (await readUsage(pid)).cpuMs;
      const ofWorkers = await Promise.all(workers.flatMap(({ pid }) => (pid === undefined ? [] : used(pid))));
      return { worker: ofWorkers.reduce((sum, each) => sum + each, 0), postgres: await used(serverPid) };
    },
    async end() {
      for (const worker of workers) await kill(worker);
      await pool.end();
      await drop();
    },
  };
}

export async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const ended = once(worker, 'exit');
  worker.kill('SIGKILL');
  await ended;
}
