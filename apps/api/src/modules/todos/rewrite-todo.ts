import { todoColumns } from 'db/sql';
import type pg from 'pg';
import { matchingVersions } from '../../preconditions.ts';
import type { TodoChange } from './schemas.ts';
import type { Read, Which } from './work.ts';

type Rewriting = Pick<TodoChange, 'description' | 'notes' | 'priority'>;

const rewritable = new Set<string>(['description', 'notes', 'priority'] satisfies (keyof Rewriting)[]);

const found = `
  user_id = $1::bigint and id = $2::bigint and deleted_at is null and ($7::bigint[] is null or version = any($7::bigint[]))`;

// `same` locks its row to read what is there now, and not what was when the statement began.
const rewriteText = `
  with changed as (
    update todos
    set description = coalesce($3::varchar, description), notes = case when $4::boolean then $5::text else notes end,
        priority = coalesce($6::smallint, priority), version = version + 1, updated_at = now()
    where ${found}
      and (coalesce($3::varchar, description), case when $4::boolean then $5::text else notes end, coalesce($6::smallint, priority))
        is distinct from (description, notes, priority)
    returning *
  ), same as (
    select * from todos where ${found} and not exists (select from changed) for no key update
  )
  select r.version, row_to_json(r)::text as json
  from (select ${todoColumns} from (select * from changed union all select * from same) t) r`;

/**
 * Applies a merge patch in which nothing but the todo itself has a say, in one statement and beside whatever else is under
 * way in the account. Answers undefined, and has changed nothing, where there is more to it, or there is no such todo of
 * that version: `changeTodo` then says what.
 */
export async function rewriteTodo(
  database: Pick<pg.Pool, 'query'>,
  accountId: number,
  { id, ifMatch }: Which,
  change: TodoChange,
): Promise<Read | undefined> {
  if (!isRewriting(change)) return undefined;
  const { description, notes, priority } = change;
  const versions = matchingVersions(ifMatch);
  const { rows } = await database.query<Read>({
    name: 'rewrite_todo',
    text: rewriteText,
    values: [accountId, id, description, notes !== undefined, notes, priority, versions],
  });
  return rows[0];
}

function isRewriting(change: TodoChange): change is Rewriting {
  return Object.keys(change).every((name) => rewritable.has(name));
}
