import { LockMode, raw } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Label } from 'db';
import { labelColumns } from 'db/sql';
import { lockAccount } from '../../account-lock.ts';
import { demandMatch } from '../../preconditions.ts';
import { Problem } from '../../problem.ts';
import { slices } from '../../slices.ts';
import { arrayText, sqlOf } from '../../sql-of.ts';
import type { LabelChange } from './schemas.ts';

interface Which {
  id: number;
  ifMatch: string | undefined;
}

/** Renames a label; answers its version and JSON. Throws not_found, precondition_failed, and conflict where the name is taken. */
export async function changeLabel(
  em: EntityManager,
  accountId: number,
  which: Which,
  { name }: LabelChange,
): Promise<{ version: number; json: string }> {
  return em.transactional(async (tx) => {
    await lockAccount(sqlOf(tx), accountId);
    const label = await lockLabel(tx, accountId, which);
    if (name !== undefined && name !== label.name) {
      await demandFreeName(tx, label, name);
      label.name = name;
      label.version += 1;
      label.updatedAt = raw('now()');
      await tx.flush();
    }
    const [row] = await tx.execute<{ json: string }[]>(
      `select row_to_json(r)::text as json from (select ${labelColumns} from labels b where b.id = ?) r`,
      [label.id],
    );
    if (!row) throw new Error(`label ${label.id} is gone within the transaction that locked it`);
    return { version: label.version, json: row.json };
  });
}

// todos in the order of their ids, as every statement that locks several does
const todosOf = `
  select todo_id::float8 as id from todo_labels where user_id = ? and label_id = ? order by todo_id`;

const changeTodos = `
  with labelled as (select id from todos where user_id = ? and id = any(?::bigint[]) order by id for no key update)
  update todos t set version = version + 1, updated_at = now() from labelled where t.id = labelled.id`;

/** Deletes a label and takes it off its todos. Throws not_found and precondition_failed. */
export async function deleteLabel(em: EntityManager, accountId: number, which: Which): Promise<void> {
  await em.transactional(async (tx) => {
    await lockAccount(sqlOf(tx), accountId);
    const label = await lockLabel(tx, accountId, which);
    const todos = await tx.execute<{ id: number }[]>(todosOf, [accountId, label.id]);
    // there may be any number
    for (const some of slices(todos.map(({ id }) => id))) await tx.execute(changeTodos, [accountId, arrayText(some)]);
    tx.remove(label);
  });
}

async function lockLabel(tx: EntityManager, accountId: number, { id, ifMatch }: Which): Promise<Label> {
  const label = await tx.findOne(Label, { id, userId: accountId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!label) throw new Problem('not_found', `There is no label ${id}.`);
  demandMatch(ifMatch, label.version);
  return label;
}

/** Looked at under a lock of the account's labels, since an error of the unique index would end the transaction. */
async function demandFreeName(tx: EntityManager, { userId, id }: Label, name: string): Promise<void> {
  await tx.execute('select from labels where user_id = ? order by id for update', [userId]);
  const taken = await tx.execute<unknown[]>(
    'select from labels where user_id = ? and id <> ? and lower(name) = lower(?)',
    [userId, id, name],
  );
  if (taken.length > 0) throw nameTaken(name);
}

export function nameTaken(name: string): Problem {
  return new Problem('conflict', `There is a label named ${name}.`);
}
