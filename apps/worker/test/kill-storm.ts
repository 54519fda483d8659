import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createOrm } from 'db';
import { until } from 'db/testing';
import { startLocalPostgres } from 'local-postgres';
import pg from 'pg';
import { expect } from 'vitest';
import type { WorkerOptions } from '../src/worker.ts';
import { addChannel, addReminders, readLog } from './arrange.ts';
import { startReceiver } from './receiver.ts';

export interface Storm {
  reminders: number;
  /** they are due at random moments within this time, in ms; as long as it lasts a worker is killed every second */
  withinMs: number;
  /** what workers are given: leases and retries short enough for a test, or the real ones */
  options: Partial<WorkerOptions>;
  /** how long after the last fault everything has arrived, in ms */
  recoveryMs: number;
}

/**
 * Three workers, one of which is killed every second and replaced, and a PostgreSQL that crashes in the middle: whatever
 * falls due meanwhile fires once and arrives at least once. On a server of its own, since others would notice.
 */
export async function weatherStorm({ reminders, withinMs, options, recoveryMs }: Storm): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'duebell-storm-'));
  const postgres = await startLocalPostgres({
    dataDir: join(folder, 'data'),
    logFile: join(folder, 'postgres.log'),
    password: 'test',
    throwaway: true,
  });
  const pool = new pg.Pool({ connectionString: postgres.url, max: 2 });
  pool.on('error', () => {});
  const inbox = await startReceiver();
  const workers: ChildProcess[] = [];
  try {
    const orm = await createOrm({ url: postgres.url, poolSize: 1 });
    await orm.migrator.up();
    await orm.close();
    await addChannel(pool, inbox.url);
    await addReminders(pool, reminders, 3_600_000);
    await pool.query('vacuum analyze');
    for (let i = 0; i < 3; i++) workers.push(await startWorkerProcess(postgres.url, options));
    await pool.query(`update reminders set fire_at = now() + random() * $1 * interval '1 millisecond'`, [withinMs]);
    await pool.query('notify reminder_due');

    const seconds = Math.ceil(withinMs / 1000);
    for (let second = 1; second <= seconds; second++) {
      await delay(1000);
      const victim = workers.shift();
      if (victim) await kill(victim);
      workers.push(await startWorkerProcess(postgres.url, options));
      if (second === Math.ceil(seconds / 2)) await crash(pool);
    }
    await until('everything is delivered', () => isDelivered(pool, reminders), recoveryMs);

    const log = await readLog(pool);
    const arrived = new Set(inbox.received.map(({ id }) => id));
    expect(log.filter(({ webhook_id }) => !arrived.has(webhook_id))).toEqual([]);
    expect(arrived.size).toBe(reminders);
    const { rows } = await pool.query(
      `select count(*)::int as told, count(distinct resource_id)::int as fired from changes where resource = 'reminder'`,
    );
    expect(rows).toEqual([{ told: reminders, fired: reminders }]);
    // what was in flight as its worker was killed arrives twice, and nothing else
    expect(inbox.received.length).toBeLessThan(reminders * 1.5 + 200);
  } finally {
    for (const worker of workers) await kill(worker);
    await inbox.close();
    await pool.end();
    await postgres.stop();
    await rm(folder, { recursive: true });
  }
}

/** A worker of a process of its own, to be killed. */
export async function startWorkerProcess(databaseUrl: string, options: Partial<WorkerOptions>): Promise<ChildProcess> {
  const settings = { databaseUrl, allowPrivateTargets: true, publicUrl: 'https://todo.example.com', ...options };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'worker-process.ts'), JSON.stringify(settings)], {
    stdio: 'ignore',
  });
  await once(child, 'spawn');
  return child;
}

export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** One killed backend makes the server end all sessions and recover from its log, as after a crash. */
async function crash(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  if (rows[0]) process.kill(rows[0].pid, 'SIGKILL');
}

/** False also while the server recovers. */
async function isDelivered(pool: pg.Pool, count: number): Promise<boolean> {
  const { rows } = await pool
    .query<{ n: number }>(`select count(*)::int as n from deliveries where state = 'delivered'`)
    .catch(() => ({ rows: [] }));
  return rows[0]?.n === count;
}
