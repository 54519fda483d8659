import type pg from 'pg';
import Type from 'typebox';
import { Problem } from './problem.ts';

/** The part of a list's query string that pages through it. */
export const pageParameters = {
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  cursor: Type.Optional(Type.String({ maxLength: 200, description: '`next_cursor` of the page before' })),
};

/** The answer of a list whose items have the schema named `item`. */
export const pageOf = (item: string) =>
  Type.Object(
    {
      data: Type.Array(Type.Unsafe<unknown>({ $ref: `${item}#` })),
      next_cursor: Type.Union([Type.String(), Type.Null()], { description: 'null on the last page' }),
    },
    { $id: `${item}Page` },
  );

interface ListDefinition {
  /** the statement's name, and what its cursors are good for */
  name: string;
  columns: string;
  /** `from … where …`; $1 is where the page starts, $2 how many rows, the list's own values follow from $3 */
  from: string;
  /** the unique column that orders the list */
  key: string;
  newestFirst?: boolean;
}

export interface List {
  name: string;
  text: string;
  start: number;
}

/** Makes the statement of a keyset-paged list: one round trip, and PostgreSQL writes the JSON. */
export function defineList({ name, columns, from, key, newestFirst = false }: ListDefinition): List {
  const order = newestFirst ? 'desc' : 'asc';
  const text = `
    with found as materialized (
      select ${columns} from ${from} and ${key} ${newestFirst ? '<' : '>'} $1::bigint order by ${key} ${order} limit $2::int + 1
    ), page as (
      select * from found order by id ${order} limit $2
    )
    select coalesce(string_agg(row_to_json(page)::text, ',' order by id ${order}), '') as data,
           case when (select count(*) from found) > $2 then ${newestFirst ? 'min' : 'max'}(id) end::float8 as next
    from page`;
  return { name, text, start: newestFirst ? Number.MAX_SAFE_INTEGER : 0 };
}

/** Answers a page of `list` as the JSON text `{"data": […], "next_cursor": …}`. */
export async function readPage(
  database: Pick<pg.Pool, 'query'>,
  list: List,
  { limit, cursor }: { limit: number; cursor?: string },
  ...values: unknown[]
): Promise<string> {
  const start = cursor === undefined ? list.start : decodeCursor(list.name, cursor);
  const { rows } = await database.query<{ data: string; next: number | null }>({
    name: list.name,
    text: list.text,
    values: [start, limit, ...values],
  });
  const { data, next } = rows[0] ?? { data: '', next: null };
  return `{"data":[${data}],"next_cursor":${next === null ? null : `"${encodeCursor(list.name, next)}"`}}`;
}

function encodeCursor(list: string, after: number): string {
  return Buffer.from(JSON.stringify([list, after])).toString('base64url');
}

function decodeCursor(list: string, cursor: string): number {
  const [name, after, ...rest] = parse(Buffer.from(cursor, 'base64url').toString());
  if (name !== list || typeof after !== 'number' || !Number.isSafeInteger(after) || after < 0 || rest.length > 0) {
    const message = 'is not a cursor of this list: send next_cursor of its last page, with the same filters';
    throw new Problem('invalid_request', `query/cursor ${message}`, {
      errors: [{ in: 'query', pointer: '/cursor', message }],
    });
  }
  return after;
}

function parse(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    // not one of ours: as good as empty
    return [];
  }
}
