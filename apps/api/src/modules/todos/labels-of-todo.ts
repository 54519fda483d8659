import type { Todo } from 'db';
import { arrayText } from '../../sql-of.ts';
import type { Work } from './work.ts';

/** Labels that a todo is to lose and to get. */
export interface LabelPlan {
  off: number[];
  on: number[];
  changed: boolean;
}

const readText = `
  select label_id::float8 as id from todo_labels where user_id = $1::bigint and todo_id = $2::bigint`;

/** What has to happen for a todo to have these labels, which are the account's, and no others. */
export async function planLabels(
  { sql, account }: Work,
  todo: Todo,
  labelIds: number[] | undefined,
): Promise<LabelPlan> {
  if (labelIds === undefined) return { off: [], on: [], changed: false };
  const { rows } = await sql.query<{ id: number }>({ text: readText, values: [account.id, todo.id] });
  const [has, wanted] = [new Set(rows.map(({ id }) => id)), new Set(labelIds)];
  const off = [...has].filter((id) => !wanted.has(id));
  const on = [...wanted].filter((id) => !has.has(id));
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
