import type { Transaction } from '@mikro-orm/core';
import { MigrationStorage } from '@mikro-orm/migrations';
import type { AppliedMigration } from './history.ts';
import type { MigrationFile } from './migration-files.ts';

/** MikroORM's log, and beside it a table of ours with what it does not keep. Both are written in the migration's transaction. */
export class RecordingStorage extends MigrationStorage {
  /** set by the migrator before each run */
  running: { file: MigrationFile; startedAt: number } | undefined;
  #ready = false;

  override async ensureTable(): Promise<void> {
    if (this.#ready) return;
    await this.#createTables().catch((error) => {
      // somebody else was faster, and `if not exists` does not look at what is not committed: then they are there
      if (error.code !== '42P07' && error.code !== '23505') throw error;
      return this.#createTables();
    });
    this.#ready = true;
  }

  async #createTables(): Promise<void> {
    await super.ensureTable();
    await this.driver.execute(createRecords);
  }

  override async logMigration(params: { name: string }, tx?: Transaction): Promise<void> {
    await super.logMigration(params, tx);
    if (!this.running) return;
    const { file, startedAt } = this.running;
    await this.record(file, Math.round(performance.now() - startedAt), tx);
  }

  override async unlogMigration(params: { name: string }, tx?: Transaction): Promise<void> {
    await super.unlogMigration(params, tx);
    await this.driver.execute('delete from migration_records where name = ?', [params.name], 'run', tx);
  }

  /** Remembers what a migration was when it was applied. */
  async record({ name, checksum }: MigrationFile, durationMs: number, tx?: Transaction): Promise<void> {
    await this.driver.execute(
      `insert into migration_records (name, checksum, duration_ms) values (?, ?, ?)
       on conflict (name) do update set checksum = excluded.checksum, duration_ms = excluded.duration_ms`,
      [name, checksum, durationMs],
      'run',
      tx,
    );
  }

  async readApplied(): Promise<AppliedMigration[]> {
    await this.ensureTable();
    const rows = await this.driver.execute<AppliedRow[]>(
      `select l.name, l.executed_at, r.checksum, r.duration_ms
       from mikro_orm_migrations l left join migration_records r on r.name = l.name order by l.id`,
    );
    return rows.map(({ name, executed_at, checksum, duration_ms }) => ({
      name,
      appliedAt: new Date(executed_at),
      checksum: checksum ?? undefined,
      durationMs: duration_ms ?? undefined,
    }));
  }
}

interface AppliedRow {
  name: string;
  executed_at: string;
  checksum: string | null;
  duration_ms: number | null;
}

const createRecords = `
  create table if not exists migration_records (name text primary key, checksum text not null, duration_ms int not null)`;
