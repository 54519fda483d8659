import type pg from 'pg';

/**
 * Takes the names off all statements of a pool: a pooler in transaction mode may run a statement on another connection
 * than the one that it was prepared on, and PgBouncer before 1.21 does not see to that.
 */
export function sendUnnamed(pool: pg.Pool): void {
  pool.on('connect', (client) => {
    const query = client.query;
    const unnamed = (statement: unknown, ...rest: unknown[]): unknown =>
      Reflect.apply(query, client, [withoutName(statement), ...rest]);
    Reflect.set(client, 'query', unnamed);
  });
}

function withoutName(statement: unknown): unknown {
  const isNamed = typeof statement === 'object' && statement !== null && 'name' in statement;
  return isNamed ? { ...statement, name: undefined } : statement;
}
