import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startLocalPostgres } from 'local-postgres';
import pg from 'pg';
import { isAlive } from '../duebell.ts';
import { migrate } from './migrate.ts';
import { startRelay } from './relay.ts';

export interface MortalServer {
  /** of the role that api and worker have; stays the same */
  appUrl: string;
  /** of a superuser, for arranging and asserting */
  pool: pg.Pool;
  /** Ends all connections of api and worker. */
  cutConnections(): Promise<void>;
  /** Kills one of its processes, after which it ends all sessions and recovers by itself. */
  crash(): Promise<void>;
  /** Kills it whole, and starts it again after `downMs`. */
  killAndStart(downMs: number): Promise<void>;
  /** Starts it again where it has given up. */
  startIfDead(): Promise<void>;
  drop(): Promise<void>;
}

/** A migrated PostgreSQL to be killed, in a folder that exists. It loses nothing that was committed. */
export async function startMortalServer(folder: string, settings: Record<string, string> = {}): Promise<MortalServer> {
  const data = join(folder, 'data');
  const start = () =>
    startLocalPostgres({
      dataDir: data,
      logFile: join(folder, 'postgres.log'),
      password: 'test',
      throwaway: true,
      settings: { synchronous_commit: 'on', full_page_writes: 'on', ...settings },
    });
  let server = await start();
  const relay = await startRelay(server.port);
  const owner = Object.assign(new URL(server.url), { port: relay.port }).href;
  const appUrl = Object.assign(new URL(owner), { username: 'duebell_app', password: 'test-app' }).href;
  const pool = new pg.Pool({ connectionString: owner, max: 3 });
  pool.on('error', () => {});
  await migrate(owner, appUrl).catch(async (error) => {
    await server.stop();
    throw error;
  });
  async function restart(): Promise<void> {
    server = await start();
    relay.lead(server.port);
  }
  const readPid = async () => Number.parseInt(await readFile(join(data, 'postmaster.pid'), 'utf8'), 10);
  return {
    appUrl,
    pool,
    async cutConnections() {
      await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'duebell_app'`);
    },
    async crash() {
      const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
      if (rows[0]) process.kill(rows[0].pid, 'SIGKILL');
    },
    async killAndStart(downMs) {
      process.kill(await readPid(), 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, downMs));
      await restart();
    },
    async startIfDead() {
      const pid = await readPid().catch(() => 0);
      if (pid === 0 || !isAlive(pid)) await restart();
    },
    async drop() {
      await pool.end();
      await relay.close();
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
