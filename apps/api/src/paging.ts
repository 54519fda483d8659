import type pg from 'pg';
import Type from 'typebox';
import { Problem } from './problem.ts';

const longestPage = 200;
const usualPage = 50;
/**
 * How many bytes of what people wrote a page begins with: todos have up to 240 kB each, which takes a processor 20 ms. To look
 * costs a page of todos a seventh of its time, so those of the usual length do not.
 */
export const mostBytes = 4_000_000;

/** The part of a list's query string that pages through it. */
export const pageParameters = {
  limit: Type.Integer({ minimum: 1, maximum: longestPage, default: usualPage }),
  cursor: Type.Optional(
    Type.String({ maxLength: 4000, format: 'text', description: '`next_cursor` of the page before' }),
  ),
};

/** The answer of a list whose items have the schema named `item`. */
export const pageOf = (item: string) =>
  Type.Object(
    {
      data: Type.Array(Type.Unsafe<unknown>({ $ref: `${item}#` }), { maxItems: longestPage }),
      next_cursor: Type.Union([Type.String(), Type.Null()], {
        description: 'null on the last page; any other may have fewer rows than `limit`',
      }),
    },
    { $id: `${item}Page` },
  );

/** A column, or an expression, that orders a list; never null. */
export interface Key {
  sql: string;
  type: 'bigint' | 'smallint' | 'text' | 'timestamptz';
}

/** A list that is paged through by keyset: what is inserted and deleted meanwhile makes no row appear twice or be skipped. */
export interface List {
  /** what its cursors are good for: the list and its order */
  name: string;
  columns: string;
  from: string;
  /** where rows are long: the table of `columns` in `from`, and how many bytes its row has, as is known without reading them */
  long?: { row: string; bytes: string } | undefined;
  /** conditions; the list's own values are $2, $3, … */
  where: string;
  /** conditions that part the rows where each part has an index in this order and the whole has none */
  parts?: readonly string[];
  /** together unique */
  keys: readonly Key[];
  /** a column before the keys in their index, the same in all rows: PostgreSQL does not see that the keys alone are in order */
  same?: string;
  descending?: boolean;
  /** for statements that come in few variants: PostgreSQL keeps their plan */
  prepared: boolean;
}

/** Answers a page of `list` as the JSON text `{"data": […], "next_cursor": …}`: one round trip, and PostgreSQL writes the JSON. */
export async function readPage(
  database: Pick<pg.Pool, 'query'>,
  list: List,
  { limit, cursor }: { limit: number; cursor?: string },
  ...values: unknown[]
): Promise<string> {
  const after = cursor === undefined ? [] : decodeCursor(list, cursor);
  const read = limit > usualPage ? list : { ...list, long: undefined };
  const { rows } = await database.query<{ data: string; next: string[] | null }>({
    ...(list.prepared && { name: `${list.name}${read.long ? ' long' : ''}${after.length > 0 ? ' after' : ''}` }),
    text: pageText(read, values.length, after.length > 0),
    values: [limit, ...values, ...after],
  });
  const { data, next } = rows[0] ?? { data: '', next: null };
  return `{"data":[${data}],"next_cursor":${next === null ? null : `"${encodeCursor(list.name, next)}"`}}`;
}

/** The statement of a page, of constants alone: $1 is the limit, then the list's values, then where the page starts. */
function pageText(
  { columns, from, long, where, parts, keys, same, descending = false }: List,
  values: number,
  after: boolean,
): string {
  const key = keys.map(({ sql }) => sql).join(', ');
  const start = keys.map(({ type }, i) => `$${values + 2 + i}::${type}`).join(', ');
  const direction = descending ? ' desc' : '';
  const order = keys.map((_, i) => `key${i}${direction}`).join(', ');
  const json = `(select row_to_json(r)::text from (select ${columns}) r)`;
  const shown = long ? `${long.row}.*, ${long.bytes} as bytes` : `${json} as json`;
  const select = (part?: string) => `
    select ${shown}, ${keys.map(({ sql }, i) => `${sql} as key${i}`).join(', ')}
    from ${from}
    where ${where}${part ? ` and ${part}` : ''}${after ? ` and (${key}) ${descending ? '<' : '>'} (${start})` : ''}
    order by ${same ? `${same}${direction}, ` : ''}${order} limit $1::int + 1`;
  const all = parts ? parts.map((part) => `(${select(part)})`).join(' union all ') : select();
  const sums = long ? `, sum(bytes) over (order by ${order}) - bytes as before` : '';
  const rows = `
    select *, row_number() over (order by ${order}) as place${sums} from (${all}) either order by ${order} limit $1 + 1`;
  const fits = long ? `place <= $1 and before < ${mostBytes}` : 'place <= $1';
  // JSON is made of what fits alone
  const found = long ? `select *, case when ${fits} then ${json} end as json from (${rows}) ${long.row}` : rows;
  return `
    with found as materialized (${found})
    select coalesce(string_agg(json, ',' order by place) filter (where ${fits}), '') as data,
           case when not bool_and(${fits}) then (
             select array[${keys.map((_, i) => `key${i}::text`).join(', ')}] from found
             where ${long ? `${fits} order by place desc limit 1` : 'place = $1'}
           ) end as next
    from found`;
}

function encodeCursor(list: string, after: string[]): string {
  return Buffer.from(JSON.stringify([list, ...after])).toString('base64url');
}

const shapes: Record<Key['type'], RegExp> = {
  bigint: /^\d{1,18}$/,
  smallint: /^\d{1,4}$/,
  // positions: a digit longer for every three moves into the same gap; an index takes hardly more than these
  text: /^[A-Za-z][0-9]{1,2600}$/,
  timestamptz: /^(infinity|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?)$/,
};

function decodeCursor({ name, keys }: List, cursor: string): string[] {
  const [list, ...after] = parse(Buffer.from(cursor, 'base64url').toString());
  const fits = keys.every(({ type }, i) => shapes[type].test(String(after[i])) && isMoment(type, after[i]));
  if (list !== name || after.length !== keys.length || !fits) {
    const message = 'is not a cursor of this list: send next_cursor of its last page, with the same order';
    throw new Problem('invalid_request', `query/cursor ${message}`, {
      errors: [{ in: 'query', pointer: '/cursor', message }],
    });
  }
  return after.map(String);
}

/** Whether a text of the right shape is a moment: the 99th of a month is none. */
function isMoment(type: Key['type'], text: unknown): boolean {
  return type !== 'timestamptz' || text === 'infinity' || !Number.isNaN(Date.parse(String(text)));
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
