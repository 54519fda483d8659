import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';

/** Api and worker end with this where the schema is behind: EX_CONFIG of sysexits.h. Compose and Kubernetes try again. */
export const SCHEMA_BEHIND_EXIT_CODE = 78;

/** The database lacks migrations that this version needs. */
export class SchemaBehindError extends Error {
  override name = 'SchemaBehindError';

  constructor(missing: string[]) {
    super(`the database is behind this version: run migrate first. Missing: ${missing.join(', ')}`);
  }
}

/**
 * Compares the migrations that this version knows with those that the database has: `current`, or `ahead` where a newer
 * version has migrated already, which a rolling deploy makes normal. Throws SchemaBehindError.
 */
export async function readSchemaVersion(database: Pick<pg.Pool, 'query'>): Promise<'current' | 'ahead'> {
  const known = knownMigrations();
  const { rows } = await database
    .query<{ name: string }>({ name: 'applied_migrations', text: 'select name from public.mikro_orm_migrations' })
    .catch((error) => {
      // undefined_table: nothing was ever migrated here
      if (error.code === '42P01') return { rows: [] };
      throw error;
    });
  const applied = new Set(rows.map(({ name }) => name));
  const missing = known.filter((name) => !applied.has(name));
  if (missing.length > 0) throw new SchemaBehindError(missing);
  return applied.size > known.length ? 'ahead' : 'current';
}

function knownMigrations(): string[] {
  return readdirSync(join(import.meta.dirname, 'migrations'))
    .filter((file) => /^Migration\d{14}.*\.ts$/.test(file))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}
