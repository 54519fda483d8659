import type { EntityManager } from '@mikro-orm/postgresql';
import { todoBytes } from 'db/sql';
import { etagOf } from '../../preconditions.ts';
import { Problem } from '../../problem.ts';
import { arrayText, sqlOf } from '../../sql-of.ts';
import type { TodoBatch, TodoOperation } from './batch-schemas.ts';
import { applyChange } from './change-todo.ts';
import { createWithinRules } from './create-todo.ts';
import { applyDeletion } from './trash.ts';
import { demandNotDeleted, type Work, workOnTodos } from './work.ts';

/** How many bytes of todos, which are all read and shown, are changed at once. A todo has 240 kB of text at most. */
const mostBytes = 16_000_000;
const mostBytesOfTodo = 240_000;

/** What came of an operation: what to show a todo of, or why nothing happened. */
type Result = { status: number; id?: number } | Problem;

/**
 * Runs operations one after the other, in one transaction; answers their results as JSON text, todos as they are after
 * the last. Where `atomic`, the first that is refused is thrown, and nothing has changed; else only that one has not.
 */
export async function runBatch(
  em: EntityManager,
  accountId: number,
  { atomic, operations }: TodoBatch,
): Promise<string> {
  const ids = operations.flatMap((operation) => ('id' in operation ? [operation.id] : []));
  await demandFitting(em, accountId, ids);
  const results: Result[] = [];
  const read = await workOnTodos(em, accountId, [...new Set(ids)], async (work) => {
    for (const [i, operation] of operations.entries()) {
      results.push(await apply(work, operation).catch((error) => refuse(error, i, atomic)));
    }
    return results.flatMap((result) => (result instanceof Problem || result.id === undefined ? [] : [result.id]));
  });
  const texts = results.map((result) => {
    if (result instanceof Problem) return JSON.stringify({ status: result.status, problem: result.toDocument() });
    const { status, id } = result;
    // one that a later operation has purged is not shown
    const todo = id === undefined ? undefined : read.get(id);
    return todo ? `{"status":${status},"todo":${todo.json}}` : `{"status":${status}}`;
  });
  return `{"results":[${texts.join(',')}]}`;
}

const bytesText = `
  select coalesce(sum(${todoBytes}), 0)::float8 as bytes
  from unnest($2::bigint[]) i (id) join todos t on t.user_id = $1::bigint and t.id = i.id`;

/** What is named twice counts twice, as it is shown. Throws conflict. */
async function demandFitting(em: EntityManager, accountId: number, ids: number[]): Promise<void> {
  if (ids.length * mostBytesOfTodo <= mostBytes) return;
  const { rows } = await sqlOf(em).query<{ bytes: number }>({ text: bytesText, values: [accountId, arrayText(ids)] });
  if ((rows[0]?.bytes ?? 0) <= mostBytes) return;
  throw new Problem(
    'conflict',
    `The todos have more than ${mostBytes / 1_000_000} MB of text together: change fewer of them at once.`,
  );
}

/** Throws before it changes anything. */
async function apply(work: Work, operation: TodoOperation): Promise<Result> {
  if (operation.op === 'create') {
    if (operation.todo.parent_id) demandNotDeleted(work, operation.todo.parent_id);
    const { id } = await createWithinRules(work.sql, work.account, operation.todo);
    return { status: 201, id };
  }
  const { id, version } = operation;
  const which = { id, ifMatch: version === undefined ? undefined : etagOf(version) };
  if (operation.op === 'delete') {
    await applyDeletion(work, { ...which, purge: operation.purge ?? false });
    return { status: 204 };
  }
  await applyChange(work, which, operation.todo);
  return { status: 200, id };
}

/** A refusal of the operation at `index`, with pointers into the whole body. Throws it where all is refused with it. */
function refuse(error: unknown, index: number, atomic: boolean): Problem {
  if (!(error instanceof Problem)) throw error;
  const pointer = `/operations/${index}`;
  const { code, message, errors } = error;
  const inBatch = errors?.map((each) => ({ ...each, pointer: `${pointer}/todo${each.pointer}` }));
  const problem = new Problem(code, `${pointer}: ${message}`, {
    errors: inBatch ?? [{ in: 'body', pointer, message }],
    cause: error,
  });
  if (atomic) throw problem;
  return problem;
}
