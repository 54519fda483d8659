import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSums } from '../src/migrator/migration-files.ts';
import { type OpenMigrator, openMigrator } from '../src/migrator/open-migrator.ts';

export interface ScratchMigration {
  up: string | string[];
  down?: string | string[];
  /** members of the class beside up and down */
  members?: string;
}

export interface ScratchMigrations {
  folder: string;
  /** Writes a migration file; the newest call for a name wins. */
  write(name: string, migration: ScratchMigration): Promise<string>;
  /** Brings migrations.sum up to date. */
  seal(): Promise<void>;
  /** A migrator over this folder, with little patience. */
  open(url: string): Promise<OpenMigrator>;
  remove(): Promise<void>;
}

/** A folder of migrations for a test; beside the real one, so that they find what they import. */
export async function makeScratchMigrations(): Promise<ScratchMigrations> {
  const folder = await mkdtemp(join(import.meta.dirname, '../src/.scratch-'));
  let second = 0;
  return {
    folder,
    async write(name, { up, down = 'select 1', members = '' }) {
      const full = /^Migration\d{14}/.test(name)
        ? name
        : `Migration202701010000${String(second++).padStart(2, '0')}_${name}`;
      const statements = (sql: string | string[]) =>
        [sql]
          .flat()
          .map((each) => `this.addSql(\`${each}\`);`)
          .join('\n');
      await writeFile(
        join(folder, `${full}.ts`),
        `import { Migration } from '../migrator/migration.ts';
         export class ${full} extends Migration {
           override name = '${full}';
           ${members}
           override up(): void { ${statements(up)} }
           override down(): void { ${statements(down)} }
         }\n`,
      );
      return full;
    },
    seal: () => writeSums(folder),
    async open(url) {
      const open = await openMigrator(url, (options) => ({
        ...options,
        driverOptions: { options: '-c lock_timeout=200' },
        migrations: { ...options.migrations, path: folder, pathTs: folder },
      }));
      open.migrator.patience = { lockMs: 2000, pollMs: 20, backoffMs: [50, 50, 50, 50, 50, 50, 50, 50, 50, 50] };
      return open;
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
