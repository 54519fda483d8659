import type pg from 'pg';
import { Problem } from '../../problem.ts';
import type { StagedTodo } from './prepare-todo.ts';
import type { Fault, ImportQuery } from './schemas.ts';

/** Which import of which account. */
export interface ImportKey {
  accountId: number;
  id: number;
}

export interface StagedRow {
  place: number;
  uid: string;
  parent_uid: string | null;
  /** of a list: `uid:` and its uid, `name:` and its name */
  list: string | null;
  data: StagedTodo;
}

/** How far a file was read. */
export interface Progress {
  rows: number;
  bytes: number;
}

export async function beginImport(
  pool: pg.Pool,
  accountId: number,
  { format, dry_run }: ImportQuery,
): Promise<ImportKey> {
  const { rows } = await pool.query<{ id: number }>({
    name: 'begin_import',
    text: `insert into imports (user_id, format, dry_run) values ($1::bigint, $2::text, $3::boolean)
           returning id::float8 as id`,
    values: [accountId, format, dry_run],
  });
  if (!rows[0]) throw new Error('an import was not begun');
  return { accountId, id: rows[0].id };
}

// A todo gets its id here, so that ids are in the order of the file, and known to all that refers to it.
const stageText = `
  with staged as (
    insert into import_rows (user_id, import_id, todo, place, uid, parent_uid, list, data)
    select $1::bigint, $2::bigint, nextval('todos_id_seq'), r.place, r.uid, r.parent_uid, r.list, r.data
    from json_to_recordset($3::json) as r (place int, uid text, parent_uid text, list text, data jsonb)
  )
  update imports set rows_read = $4::int, bytes_read = $5::bigint, updated_at = now()
  where user_id = $1::bigint and id = $2::bigint and state = 'receiving'`;

/** Puts todos of a file aside. Throws conflict where the import is gone. */
export async function stageRows(
  pool: pg.Pool,
  { accountId, id }: ImportKey,
  rows: StagedRow[],
  { rows: read, bytes }: Progress,
): Promise<void> {
  const { rowCount } = await pool.query({
    name: 'stage_rows',
    text: stageText,
    values: [accountId, id, JSON.stringify(rows), read, bytes],
  });
  if (rowCount === 0) throw new Problem('conflict', 'The import was deleted while its file was read.');
}

export async function enterState(
  pool: pg.Pool,
  { accountId, id }: ImportKey,
  state: 'checking' | 'publishing',
): Promise<void> {
  await pool.query({
    name: 'enter_import_state',
    text: `update imports set state = $3::text, updated_at = now()
           where user_id = $1::bigint and id = $2::bigint and finished_at is null`,
    values: [accountId, id, state],
  });
}

/** What is known of a file at the end. */
export interface Report {
  created: { todos: number; lists: number; labels: number };
  unchanged: number;
  settings: 'applied' | 'kept' | null;
  problem_count: number;
  problems: Fault[];
  warnings: Fault[];
}

export async function finishImport(
  database: Pick<pg.Pool, 'query'>,
  { accountId, id }: ImportKey,
  report: Report | null,
  failure: string | null,
): Promise<void> {
  await database.query({
    name: 'finish_import',
    text: `
      update imports set state = case when $4::text is null then 'done' else 'failed' end, report = $3::jsonb,
             failure = $4::text, updated_at = clock_timestamp(), finished_at = clock_timestamp()
      where user_id = $1::bigint and id = $2::bigint and finished_at is null`,
    values: [accountId, id, report && JSON.stringify(report), failure],
  });
}

/** How many rows one statement deletes. */
const chunk = 20_000;

// By where the rows are: of what has just come PostgreSQL has no figures, by which it would join.
const unstageText = `
  delete from import_rows where ctid = any (array(
    select ctid from import_rows where user_id = $1::bigint and import_id = $2::bigint limit $3::int
  ))`;

/** Deletes what was put aside. What an interruption leaves over, the worker deletes after a day. */
export async function unstageRows(pool: pg.Pool, { accountId, id }: ImportKey): Promise<void> {
  let deleted = chunk;
  while (deleted === chunk) {
    const { rowCount } = await pool.query({ name: 'unstage_rows', text: unstageText, values: [accountId, id, chunk] });
    deleted = rowCount ?? 0;
  }
}
