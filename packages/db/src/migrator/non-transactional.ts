import type pg from 'pg';
import { MigrationFailure } from './failure.ts';

const concurrentIndex = /^\s*create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?"?(\w+)"?/i;

/**
 * Makes a migration without a transaction safe to run again: it has to be a single statement, and an index that an
 * earlier try left INVALID is dropped. Answers whether its index is there already, built by a try that died before it
 * could say so.
 */
export async function prepareNonTransactional(client: pg.Client, name: string, statements: string[]): Promise<boolean> {
  const [statement, ...rest] = statements;
  if (statement === undefined || rest.length > 0) {
    const message = `${name} runs without a transaction and has ${statements.length} statements: a fault between them could not be undone. Give each a migration of its own.`;
    throw new MigrationFailure('refused', message);
  }
  const index = concurrentIndex.exec(statement)?.[1];
  if (index === undefined) return false;
  const { rows } = await client.query<{ valid: boolean }>(
    `select i.indisvalid as valid from pg_index i join pg_class c on c.oid = i.indexrelid
     where c.relname = $1::text and c.relnamespace = 'public'::regnamespace`,
    [index],
  );
  if (rows[0]?.valid === false) {
    console.error(`${name}: the index ${index} was left INVALID by an earlier try, and is built anew`);
    await client.query(`drop index concurrently "${index}"`);
  }
  return rows[0]?.valid === true;
}
