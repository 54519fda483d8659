import { Problem } from '../../problem.ts';
import { arrayText, type Sql } from '../../sql-of.ts';
import type { TodoChange } from './schemas.ts';

/** SQL for those of a list and labels that are not the account's, which is $1. */
export const missing = (list: string, labels: string) => `
  select 'list' as kind, ${list}::bigint as id
  where ${list}::bigint is not null and not exists (select from lists where user_id = $1::bigint and id = ${list}::bigint)
  union all
  select 'label', wanted.id from unnest(${labels}::bigint[]) as wanted (id)
  where not exists (select from labels where user_id = $1::bigint and id = wanted.id)`;

/** Throws not_found for a list or label that is not there. The account has to be locked, for them to stay. */
export async function demandReferences(
  sql: Sql,
  accountId: number,
  { list_id = null, label_ids = [] }: Pick<TodoChange, 'list_id' | 'label_ids'>,
): Promise<void> {
  if (list_id === null && label_ids.length === 0) return;
  const { rows } = await sql.query<{ kind: string; id: string }>({
    name: 'missing_of_todo',
    text: missing('$2', '$3'),
    values: [accountId, list_id, arrayText(label_ids)],
  });
  if (rows[0]) throw new Problem('not_found', `There is no ${rows[0].kind} ${rows[0].id}.`);
}
