import type { Todo } from 'db';
import { Problem } from '../../problem.ts';
import { arrayText } from '../../sql-of.ts';
import type { Work } from './work.ts';

/** Labels that a todo is to lose and to get. */
export interface LabelPlan {
  off: number[];
  on: number[];
  changed: boolean;
}

const readText = `
  select b.id::float8 as id, tl.todo_id is not null as has
  from labels b left join todo_labels tl on tl.user_id = b.user_id and tl.label_id = b.id and tl.todo_id = $1::bigint
  where b.user_id = $2::bigint and (b.id = any($3::bigint[]) or tl.todo_id is not null)
  order by b.id`;

/** What has to happen for a todo to have these labels and no others. Throws not_found. */
export async function planLabels(
  { sql, account }: Work,
  { id: todoId }: Todo,
  labelIds: number[] | undefined,
): Promise<LabelPlan> {
  if (labelIds === undefined) return { off: [], on: [], changed: false };
  const wanted = new Set(labelIds);
  const { rows } = await sql.query<{ id: number; has: boolean }>({
    text: readText,
    values: [todoId, account.id, arrayText(wanted)],
  });
  const missing = labelIds.find((id) => !rows.some((label) => label.id === id));
  if (missing !== undefined) throw new Problem('not_found', `There is no label ${missing}.`);
  const off = rows.filter(({ id, has }) => has && !wanted.has(id)).map(({ id }) => id);
  const on = rows.filter(({ has }) => !has).map(({ id }) => id);
  return { off, on, changed: off.length + on.length > 0 };
}

const writeText = `
  with off as (
    delete from todo_labels where user_id = $1::bigint and todo_id = $2::bigint and label_id = any($3::bigint[])
  )
  insert into todo_labels (user_id, todo_id, label_id) select $1::bigint, $2::bigint, unnest($4::bigint[])`;

export async function setLabels({ sql, account }: Work, { id }: Todo, { off, on, changed }: LabelPlan): Promise<void> {
  if (changed) await sql.query({ text: writeText, values: [account.id, id, arrayText(off), arrayText(on)] });
}
