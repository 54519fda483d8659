import type { MigrateOptions, MigrationInfo, MikroORM } from '@mikro-orm/core';
import { type Migration as BaseMigration, Migrator as BaseMigrator } from '@mikro-orm/migrations';
import type { DatabaseSchema, EntityManager } from '@mikro-orm/postgresql';
import pg from 'pg';
import { failOn, MigrationFailure } from './failure.ts';
import { type History, integrityFaults, pendingOf } from './history.ts';
import { Migration } from './migration.ts';
import { compareSums, findMigration, type MigrationFile, readMigrationFiles } from './migration-files.ts';
import { takeMigrationLock } from './migration-lock.ts';
import { prepareNonTransactional } from './non-transactional.ts';
import { type NamedCheck, runChecks, splitChecks } from './preflight.ts';
import { RecordingStorage } from './recording-storage.ts';
import { withRetry } from './retry.ts';

type RunOptions = string | string[] | MigrateOptions;

/**
 * MikroORM's migrator with what it leaves out: one at a time, names checked, files compared with what was applied, rows
 * looked at before anything changes, and another try where a lock is in the way. The stock command line gets all of it.
 * It has to bear the name of the class it extends, or MikroORM registers that one.
 */
export class Migrator extends BaseMigrator {
  /** how long to wait, in ms; tests are less patient */
  patience = { lockMs: 120_000, pollMs: 250, backoffMs: [1000, 2000, 4000, 8000, 15_000] };

  static override register(orm: MikroORM): void {
    // declared for any driver; ours is PostgreSQL's
    orm.config.registerExtension('@mikro-orm/migrator', () => new Migrator(orm.em as EntityManager));
  }

  protected override createStorage(): RecordingStorage {
    return new RecordingStorage(this.driver, this.options);
  }

  /** The schema as the newest migration left it in the snapshot; a copy of its own each time. */
  async readSnapshot(): Promise<DatabaseSchema> {
    const snapshot = await this.getSchemaFromSnapshot();
    if (!snapshot)
      throw new MigrationFailure('integrity', 'the snapshot beside the migrations is gone: restore snapshot.json');
    return snapshot;
  }

  /** Makes today's entities the snapshot. */
  writeSnapshot(): Promise<void> {
    return this.storeCurrentSchema();
  }

  /** What folder and database have, checked against each other. */
  async readHistory(): Promise<History> {
    await this.init();
    const files = await readMigrationFiles(this.absolutePath);
    return { files, applied: await this.#records.readApplied() };
  }

  /** The SQL of a migration, and what it says of itself. */
  async load(file: MigrationFile): Promise<{ migration: BaseMigration; up: string[]; down: string[] }> {
    const module: Record<string, unknown> = await import(file.path);
    const MigrationClass = Object.values(module).find((value) => typeof value === 'function') as
      | (new (
          ...parameters: ConstructorParameters<typeof Migration>
        ) => BaseMigration)
      | undefined;
    if (!MigrationClass) throw new MigrationFailure('integrity', `${file.name} exports no migration`);
    const statementsOf = async (method: 'up' | 'down') => {
      const instance = new MigrationClass(this.driver, this.config);
      await instance[method]();
      return instance.getQueries().map(String);
    };
    const migration = new MigrationClass(this.driver, this.config);
    return { migration, up: await statementsOf('up'), down: await statementsOf('down') };
  }

  /** Asks what can be asked of the rows before any of `files` has run; answers the checks that have to wait. */
  async preflight(files: MigrationFile[], client: pg.Client): Promise<NamedCheck[]> {
    const checks: NamedCheck[] = [];
    for (const file of files) {
      const { migration } = await this.load(file);
      if (!(migration instanceof Migration)) continue;
      checks.push(...migration.preflight.map((check) => ({ migration: file.name, check })));
    }
    const { ready, waiting } = await splitChecks(client, checks);
    await runChecks(client, ready);
    return waiting;
  }

  protected override async runMigrations(method: 'up' | 'down', options?: RunOptions): Promise<MigrationInfo[]> {
    const lock = await takeMigrationLock(this.#url, { patienceMs: this.patience.lockMs, pollMs: this.patience.pollMs });
    const client = new pg.Client({ connectionString: this.#url });
    try {
      await client.connect();
      // only now: whoever held the lock before may have applied what was pending
      const history = await this.#demandIntegrity();
      const files = method === 'up' ? planUp(history, options) : planDown(history, options);
      if (method === 'up' && history.applied.length === 0) await demandOurs(client);
      const waiting = method === 'up' ? await this.preflight(files, client) : [];
      const done: MigrationInfo[] = [];
      for (const file of files) {
        await lock.demandHeld();
        await runChecks(
          client,
          waiting.filter(({ migration }) => migration === file.name),
        );
        done.push(...(await this.#runOne(method, file, client)));
      }
      return done;
    } finally {
      await client.end();
      await lock.release();
    }
  }

  async #runOne(method: 'up' | 'down', file: MigrationFile, client: pg.Client): Promise<MigrationInfo[]> {
    return withRetry(file.name, this.patience.backoffMs, async () => {
      this.#records.running = { file, startedAt: performance.now() };
      const { migration, [method]: statements } = await this.load(file);
      if (!migration.isTransactional()) {
        const done = await prepareNonTransactional(client, file.name, statements);
        if (done) {
          await this.#records.logMigration({ name: file.name });
          return [{ name: file.name, path: file.path }];
        }
      }
      return super.runMigrations(method, { migrations: [file.name] });
    });
  }

  async #demandIntegrity(): Promise<History> {
    const history = await this.readHistory();
    failOn([...integrityFaults(history), ...(await compareSums(this.absolutePath, history.files))]);
    // applied before checksums were kept: what is there now is what counts from now on
    const files = new Map(history.files.map((file) => [file.name, file]));
    for (const { name, checksum } of history.applied) {
      const file = files.get(name);
      if (file && checksum === undefined) await this.#records.record(file, 0);
    }
    return history;
  }

  get #records(): RecordingStorage {
    if (!(this.storage instanceof RecordingStorage)) throw new Error('the migrator has no storage of its own');
    return this.storage;
  }

  get #url(): string {
    const url = this.config.get('clientUrl');
    if (!url) throw new MigrationFailure('usage', 'no database is named: set DATABASE_URL');
    return url;
  }
}

/** A first run into tables that somebody else made would fail half-way, or worse, not fail. */
async function demandOurs(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`select from pg_tables where schemaname = 'public' and tablename = 'todos'`);
  if (rows.length === 0) return;
  const message =
    "there is a table todos that these migrations did not make. If it is the tutorial's, run migration:adopt";
  throw new MigrationFailure('refused', `${message}. Nothing was changed.`);
}

function planUp(history: History, options: RunOptions | undefined): MigrationFile[] {
  const pending = pendingOf(history);
  const { to, names } = read(options);
  if (names) return demandFirst(pending, names, 'comes before');
  if (to === undefined || to === 0) return pending;
  const last = findMigration(history.files, to);
  return pending.filter(({ name }) => name <= last.name);
}

function planDown(history: History, options: RunOptions | undefined): MigrationFile[] {
  const files = new Map(history.files.map((file) => [file.name, file]));
  const applied = history.applied.flatMap(({ name }) => files.get(name) ?? []).reverse();
  const { to, names } = read(options);
  if (names) return demandFirst(applied, names, 'was applied after');
  if (to === 0) return applied;
  if (to === undefined) return applied.slice(0, 1);
  const stays = findMigration(applied, to);
  return applied.slice(0, applied.indexOf(stays));
}

/** Those named, in order: none is left out between them, also where another migrator has been here since they were chosen. */
function demandFirst(files: MigrationFile[], names: string[], stands: string): MigrationFile[] {
  const wanted = new Set(names.map((name) => findMigration(files, name).name));
  const leftOut = files.slice(0, wanted.size).find(({ name }) => !wanted.has(name));
  if (!leftOut) return files.slice(0, wanted.size);
  const [named] = files.filter(({ name }) => wanted.has(name)).slice(-1);
  throw new MigrationFailure('refused', `nothing was changed: ${leftOut.name} ${stands} ${named?.name}`);
}

function read(options: RunOptions | undefined): { to?: string | 0; names?: string[] } {
  if (options === undefined) return {};
  if (typeof options === 'string') return { names: [options] };
  if (Array.isArray(options)) return { names: options };
  if (options.from !== undefined) throw new MigrationFailure('usage', 'migrations run in order: there is no `from`');
  if (options.migrations) return { names: options.migrations };
  if (options.to === undefined) return {};
  return { to: options.to === 0 ? 0 : String(options.to) };
}
