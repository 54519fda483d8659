import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPostgres } from 'local-postgres';
import pg from 'pg';
import { runSql } from './run-sql.ts';

export interface BenchPostgres {
  /** of a database without tables, for the superuser */
  url: string;
  /** of the server, whose children are its sessions */
  pid: number;
  /** for files of the measurement, which go with it */
  folder: string;
  version: string;
  /** Makes another database, without tables or a copy of `template`; answers its URL. */
  createDatabase(name: string, template?: string): Promise<string>;
  stop(): Promise<void>;
}

/** A PostgreSQL for one measurement, which ends and whose data goes with it, also where that is interrupted. */
export async function startBenchPostgres(settings: Record<string, string> = {}): Promise<BenchPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'duebell-bench-'));
  const dataDir = join(folder, 'data');
  const postgres = await startLocalPostgres({
    dataDir,
    logFile: join(folder, 'postgres.log'),
    password: 'bench',
    settings,
  });
  const pid = Number.parseInt(await readFile(join(dataDir, 'postmaster.pid'), 'utf8'), 10);
  const version = await runSql<{ version: string }>(
    postgres.url,
    `select current_setting('server_version') as version`,
  );
  const stop = async () => {
    await postgres.stop();
    await rm(folder, { recursive: true });
  };
  const interrupt = () => void stop().finally(() => process.exit(1));
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, interrupt);
  return {
    url: postgres.url,
    pid,
    folder,
    version: version[0]?.version ?? '',
    async createDatabase(name, template = 'template1') {
      const [created, copied] = [name, template].map((each) => pg.escapeIdentifier(each));
      await runSql(postgres.url, `create database ${created} template ${copied}`);
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    stop() {
      for (const signal of signals) process.off(signal, interrupt);
      return stop();
    },
  };
}
