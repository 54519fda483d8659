import { levels } from '../../levels.ts';
import { Problem } from '../../problem.ts';
import type { Sql } from '../../sql-of.ts';

/** A todo that others are to be part of. */
export interface Parent {
  id: number;
  listId: number | null;
  /** 1 where it is part of nothing */
  level: number;
  /** what it is part of, itself included */
  path: number[];
}

const parentText = `
  with recursive path as (
    select id, parent_id, list_id, 1 as level from todos where user_id = $1::bigint and id = $2::bigint and deleted_at is null
    union all
    select t.id, t.parent_id, path.list_id, path.level + 1
    from path join todos t on t.user_id = $1::bigint and t.id = path.parent_id
  )
  select (array_agg(list_id))[1]::float8 as list_id, count(*)::int as level, array_agg(id::float8) as path from path`;

/** Reads a todo that others are to be part of. The account has to be locked. Throws not_found. */
export async function readParent(sql: Sql, accountId: number, id: number): Promise<Parent> {
  const { rows } = await sql.query<{ list_id: number | null; level: number; path: number[] | null }>({
    name: 'todo_parent',
    text: parentText,
    values: [accountId, id],
  });
  if (!rows[0]?.path) throw new Problem('not_found', `There is no todo ${id}.`);
  return { id, listId: rows[0].list_id, level: rows[0].level, path: rows[0].path };
}

/** `tree`: all that is part of a todo, also in the trash, with how far below it is. The account has to be locked. */
export const treeBelow = `
  with recursive tree as (
    select id, completed, deleted_at, 1 as level from todos where user_id = $1::bigint and parent_id = $2::bigint
    union all
    select t.id, t.completed, t.deleted_at, tree.level + 1
    from tree join todos t on t.user_id = $1::bigint and t.parent_id = tree.id
  )`;

/** How many levels of parts a todo has. The account has to be locked. */
export async function readHeight(sql: Sql, accountId: number, id: number): Promise<number> {
  const { rows } = await sql.query<{ height: number }>({
    name: 'todo_height',
    text: `${treeBelow} select coalesce(max(level), 0) as height from tree`,
    values: [accountId, id],
  });
  return rows[0]?.height ?? 0;
}

/**
 * The list of something that becomes part of `parent` and has `height` levels of parts of its own; `listId` is the one
 * that was asked for. Throws conflict.
 */
export function listBelow(parent: Parent, height: number, listId: number | null | undefined): number | null {
  if (parent.level + 1 + height > levels)
    throw new Problem(
      'conflict',
      `Todos are nested in at most ${levels} levels: below todo ${parent.id} there would be more.`,
    );
  if (listId !== undefined && listId !== parent.listId)
    throw new Problem('conflict', `A part is in the list of what it is part of: todo ${parent.id} is in another.`);
  return parent.listId;
}
