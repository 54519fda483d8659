import type pg from 'pg';
import { dueWhen, numbered } from './due-filters.ts';
import { mostCounted } from './schemas.ts';

const whens = ['today', 'overdue', 'upcoming'] as const;

/**
 * Counts an account's open todos, as JSON text: all, by when they are due (days are those of its zone), by list and by
 * label. One round trip.
 */
export async function countTodos(
  database: Pick<pg.Pool, 'query'>,
  { accountId, timeZone }: { accountId: number; timeZone: string },
): Promise<string> {
  const now = new Date();
  const values: unknown[] = [accountId];
  const columns = whens.map((when) => {
    const conditions = dueWhen(when, timeZone, now);
    const sql = numbered(conditions, values.length + 1).join(' and ');
    values.push(...conditions.flatMap((condition) => condition.values));
    return `count(*) filter (where ${sql}) as ${when}`;
  });
  const { rows } = await database.query<{ json: string }>({
    name: 'todo_counts',
    text: countsText(columns),
    values,
  });
  if (!rows[0]) throw new Error('a statement of aggregates answered no row');
  return rows[0].json;
}

const countsText = (columns: string[]) => `
  with open as materialized (
    select t.id, t.list_id, t.completed, t.due_date, t.due_on from todos t
    where t.user_id = $1::bigint and not t.completed and t.deleted_at is null
  )
  select row_to_json(c)::text as json from (
    select count(*) as open, ${columns.join(', ')},
           (select coalesce(json_agg(l), '[]') from (
              select list_id, count(*) as open from open
              group by list_id order by open desc, list_id limit ${mostCounted}
            ) l) as lists,
           (select coalesce(json_agg(l), '[]') from (
              select tl.label_id, count(*) as open from todo_labels tl join open o on o.id = tl.todo_id
              where tl.user_id = $1 group by tl.label_id order by open desc, tl.label_id limit ${mostCounted}
            ) l) as labels
    from open t
  ) c`;
