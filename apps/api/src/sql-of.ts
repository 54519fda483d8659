import type { EntityManager } from '@mikro-orm/postgresql';
import type pg from 'pg';

/** What runs a statement with parameters: a pool, a connection, or `sqlOf` a transaction of MikroORM. */
export interface Sql {
  query<Row extends pg.QueryResultRow>(statement: {
    name?: string;
    text: string;
    values: unknown[];
  }): Promise<{ rows: Row[]; rowCount: number | null }>;
}

/**
 * Runs statements with `$1` parameters in a transaction of MikroORM, so that what both doors need is written once.
 * MikroORM writes values into the text, where each stands for one `?`; arrays have to be `arrayText`.
 */
export function sqlOf(em: EntityManager): Sql {
  return {
    async query<Row extends pg.QueryResultRow>({ text, values }: { text: string; values: unknown[] }) {
      const inOrder: unknown[] = [];
      const marked = text.replaceAll(/\$(\d+)/g, (_, n) => {
        inOrder.push(values[Number(n) - 1] ?? null);
        return '?';
      });
      const rows = await em.execute<Row[]>(marked, inOrder);
      return { rows, rowCount: rows.length };
    },
  };
}

/** Numbers as the text of an array of PostgreSQL's. */
export function arrayText(numbers: Iterable<number>): string {
  return `{${[...numbers].join(',')}}`;
}
