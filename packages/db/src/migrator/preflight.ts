import type pg from 'pg';
import { MigrationFailure } from './failure.ts';
import type { PreflightCheck } from './migration.ts';

type Database = Pick<pg.ClientBase, 'query'>;

export interface NamedCheck {
  migration: string;
  check: PreflightCheck;
}

/** Splits checks into those whose columns exist already and those that have to wait for an earlier migration. */
export async function splitChecks(
  database: Database,
  checks: NamedCheck[],
): Promise<{ ready: NamedCheck[]; waiting: NamedCheck[] }> {
  const { rows } = await database.query<{ column: string }>(
    `select table_name || '.' || column_name as column from information_schema.columns where table_schema = 'public'`,
  );
  const columns = new Set(rows.map(({ column }) => column));
  const isReady = ({ check }: NamedCheck) =>
    Object.entries(check.needs).every(([table, names]) => names.every((name) => columns.has(`${table}.${name}`)));
  return { ready: checks.filter(isReady), waiting: checks.filter((each) => !isReady(each)) };
}

/** Asks the checks; throws with the count of the offending rows and the first ten of them by key. */
export async function runChecks(database: Database, checks: NamedCheck[]): Promise<void> {
  const faults: string[] = [];
  for (const { migration, check } of checks) {
    const { rows } = await database.query<{ count: number; keys: string[] }>(
      `with offending as (${check.sql})
       select count(*)::int as count, (select array_agg(key::text) from (select key from offending order by key limit 10) first) as keys
       from offending`,
    );
    const { count, keys } = rows[0] ?? { count: 0, keys: [] };
    if (count === 0) continue;
    const more = count > keys.length ? ` and ${count - keys.length} more` : '';
    faults.push(`${migration} would fail: ${count} ${check.finds}: ${keys.join(', ')}${more}`);
  }
  if (faults.length > 0) throw new MigrationFailure('refused', `${faults.join('\n')}\nNothing was changed.`);
}
