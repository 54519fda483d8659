import {
  listedTodoColumns,
  portableAccountColumns,
  portableLabelColumns,
  portableListColumns,
  portableTodoColumns,
} from 'db/sql';
import type pg from 'pg';
import type { PortableTodo } from '../../portable.ts';
import { accountGone } from '../../problem.ts';

// Statements have no names: a plan that was made while tables were small would be kept, and planning is a tenth of them.

/** How many rows one statement reads at most. */
const rowsAtOnce = 1000;

/** After how many bytes of todos, about, the next statement reads on: notes can have 200 kB each. */
const bytesAtOnce = 512 * 1024;

const accountText = `
  select row_to_json(r)::text as json from (select ${portableAccountColumns} from users u where u.id = $1::bigint) r`;

/** The JSON of an account, without what it has. Throws unauthorized where there is none any more. */
export async function readAccount(client: pg.PoolClient, accountId: number): Promise<string> {
  const { rows } = await client.query<{ json: string }>(accountText, [accountId]);
  if (!rows[0]) throw accountGone();
  return rows[0].json;
}

/** Rows that are read in the order of a key: a text, unique, and never empty. */
interface Source {
  columns: string;
  /** $1 is the account, and $2 the key of the row before */
  from: string;
  key: string;
}

const lists: Source = {
  columns: portableListColumns,
  from: 'users u join lists l on l.user_id = u.id where u.id = $1::bigint and l.position > $2::text',
  key: 'l.position',
};

const labels: Source = {
  columns: portableLabelColumns,
  from: 'labels b where b.user_id = $1::bigint and lower(b.name) > $2::text',
  key: 'lower(b.name)',
};

// How many bytes a text has is known without reading it, and which todos come next by an index.
const todosWhere = (condition: string) => `
  users u, lateral (
    select *, sum(bytes) over (order by position rows between unbounded preceding and 1 preceding) as bytes_before
    from (
      select *, 500 + octet_length(description) + coalesce(octet_length(notes), 0) + 90 * (
        select count(*) from completions o where o.user_id = n.user_id and o.todo_id = n.id
      ) as bytes
      from todos n
      where n.user_id = u.id and n.position > $2::text and ${condition}
      order by n.position limit ${rowsAtOnce}
    ) next
  ) t
  where u.id = $1::bigint and coalesce(t.bytes_before, 0) < ${bytesAtOnce}`;

const todos: Source = { columns: portableTodoColumns, from: todosWhere('true'), key: 't.position' };

const listedTodos: Source = { ...todos, columns: listedTodoColumns };

/** What an account has. Formats that have no lists want todos with the list that they are in, a ListedTodo each. */
export const sources = {
  lists,
  labels,
  todos,
  listedTodos,
  listedTodosOutOfTrash: { ...listedTodos, from: todosWhere('n.deleted_at is null') },
};

export type ListedTodo = Omit<PortableTodo, 'completions'> & {
  version: number;
  list: { uid: string; name: string } | null;
};

/**
 * Every row of an account as the JSON text that PostgreSQL makes of it, some at a time: statements are short, and what is
 * in memory does not depend on how many rows there are.
 */
export async function* readPages(
  client: pg.PoolClient,
  { columns, from, key }: Source,
  accountId: number,
): AsyncGenerator<string[]> {
  const text = `
    select (select row_to_json(r)::text from (select ${columns}) r) as json, ${key} as key
    from ${from} order by ${key} limit ${rowsAtOnce}`;
  for (let after = ''; ; ) {
    const { rows } = await client.query<{ json: string; key: string }>(text, [accountId, after]);
    const last = rows.at(-1);
    if (!last) return;
    after = last.key;
    yield rows.map(({ json }) => json);
  }
}
