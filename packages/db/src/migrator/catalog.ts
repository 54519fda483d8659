import type pg from 'pg';
import { catalogText } from './catalog-text.ts';
import { omitSoleQualifier } from './omit-sole-qualifier.ts';

interface CatalogRow {
  /** kind and name: `column todos.id` */
  object: string;
  definition: string | null;
}

/**
 * What schema public holds, a line for each object, sorted: comparable between databases, between sessions of any
 * settings, and between PostgreSQL 15 and 18. The order of columns does not count, and the migrator's own tables are
 * left out. Not for use inside a transaction: until its end the session would keep the settings made here.
 */
export async function readCatalog(database: Pick<pg.ClientBase, 'query'>): Promise<string[]> {
  // one query, so that a pool answers all of it from one session; pg's types do not say that it has a result a statement
  const results: unknown = await database.query(`${settings}; ${catalogText}`);
  const { rows } = (results as pg.QueryResult<CatalogRow>[]).at(-1) ?? { rows: [] };
  return rows.map(lineOf).sort();
}

// Definitions are written as the session is set: names without their schema where it is on the path, moments in its
// zone. Statements sent together are one transaction, so this ends with the reading.
const settings = `
  set local search_path = ''; set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres';
  set local quote_all_identifiers = off; set local extra_float_digits = 1; set local bytea_output = 'hex'`;

function lineOf({ object, definition }: CatalogRow): string {
  if (definition === null) return object;
  return `${object}: ${/^(materialized )?view /.test(object) ? omitSoleQualifier(definition) : definition}`;
}
