import type pg from 'pg';
import { lockAccount } from '../../account-lock.ts';
import { instantText } from '../../instant-text.ts';
import { Problem } from '../../problem.ts';
import { readRules } from '../../reminder-rules.ts';
import { stateWhenWritten, wakeWorker } from '../../reminder-writes.ts';
import { currentRequestId } from '../../request-id.ts';
import type { Sql } from '../../sql-of.ts';
import { inTransaction } from '../../transaction.ts';
import { type AccountState, isSameBasis, readAccountState } from './account-state.ts';
import { demandTrees, findKnown, findParents } from './find-relations.ts';
import { type ListPlan, planLists } from './plan-lists.ts';
import { finishImport, type Report } from './stage.ts';
import type { Staged, Work } from './staged.ts';

/** How long a statement of publishing may take: 200,000 todos take about a minute, which is longer than any other may. */
export const publishingMs = 600_000;

/**
 * Makes the staged rows of an import into todos, all of them at once, or in a dry run only says what that would be; the
 * import is done then. Where something is wrong with a row, nothing is made and `faults` has it. The account is locked
 * meanwhile. Throws conflict where it changed since the rows were staged.
 */
export async function publish(pool: pg.Pool, staged: Staged): Promise<Report> {
  return inTransaction(pool, async (client) => {
    const sql: Sql = { query: (statement) => client.query(patiently(statement)) };
    await sql.query({ text: plannerText, values: [String(publishingMs)] });
    if (!staged.dryRun) await lockAccount(sql, staged.accountId);
    const account = await readAccountState(sql, staged.accountId);
    const work: Work = { ...staged, sql, account };
    await findKnown(work);
    await findParents(work);
    await demandTrees(work);
    const plan = await planListsOf(work);
    const report = await reportOf(work, plan);
    if (staged.faults.count > 0 && !staged.dryRun) return report;
    if (report.created.todos > 0) demandSame(staged, account);
    if (!staged.dryRun) await write(work, plan);
    await finishImport(client, staged, report, null);
    return report;
  });
}

// PostgreSQL has no figures yet of rows that have just come: it takes 200,000 for one, and would go through all of them
// for each of them.
const plannerText = `
  select set_config('statement_timeout', $1, true), set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)`;

/** The client of PostgreSQL waits no longer than its pool says, unless a statement does; its types do not know. */
function patiently<Statement extends object>(statement: Statement): Statement {
  return Object.assign({ query_timeout: publishingMs }, statement);
}

function demandSame({ basis, settings }: Staged, account: AccountState): void {
  if (isSameBasis(basis, account) && (!settings || basis.isEmpty === account.isEmpty)) return;
  throw new Problem(
    'conflict',
    'The settings of the account or its lists, by which todos ring, were changed while the file was read. Try again.',
    { headers: { 'retry-after': '1' } },
  );
}

const refsText = `
  select list as ref, min(place)::int as place from import_rows
  where user_id = $1::bigint and import_id = $2::bigint and known is null and list is not null group by list order by min(todo)`;

async function planListsOf({ sql, accountId, id, account, lists, faults }: Work): Promise<ListPlan> {
  const { rows } = await sql.query<{ ref: string; place: number }>({ text: refsText, values: [accountId, id] });
  const plan = planLists(
    account.lists,
    lists,
    rows.map(({ ref }) => ref),
  );
  for (const { ref, place } of rows) {
    if (plan.unknown.has(ref)) faults.addAt(place, '/list_uid', 'names no list of the file or of the account');
  }
  return plan;
}

const labelsWanted = `
  wanted as (
    select distinct on (lower(name)) name, created_at, updated_at, nth from (
      select name, created_at, updated_at, row_number() over () as nth
      from json_to_recordset($3::json) as l (name text, created_at timestamptz, updated_at timestamptz)
      union all
      select w.name, null, null, 1000000 + r.todo
      from import_rows r cross join lateral jsonb_array_elements_text(r.data->'labels') as w (name)
      where r.user_id = $1::bigint and r.import_id = $2::bigint and r.known is null
    ) each
    where not exists (select from labels b where b.user_id = $1::bigint and lower(b.name) = lower(each.name))
    order by lower(name), nth
  )`;

const countText = `
  with ${labelsWanted}
  select (select count(*) from wanted)::int as labels, count(*)::int as all, count(r.known)::int as known
  from import_rows r where r.user_id = $1::bigint and r.import_id = $2::bigint`;

async function reportOf(
  { sql, accountId, id, account, labels, settings, faults }: Work,
  plan: ListPlan,
): Promise<Report> {
  const { rows } = await sql.query<{ labels: number; all: number; known: number }>({
    text: countText,
    values: [accountId, id, JSON.stringify(labels)],
  });
  const counted = rows[0] ?? { labels: 0, all: 0, known: 0 };
  return {
    created: { todos: counted.all - counted.known, lists: plan.made.length, labels: counted.labels },
    unchanged: counted.known,
    settings: settings ? (account.isEmpty ? 'applied' : 'kept') : null,
    problem_count: faults.count,
    problems: faults.problems,
    warnings: faults.warnings,
  };
}

const listsText = `
  with made as materialized (
    select nextval('lists_id_seq') as id, n.* from json_to_recordset($2::json) as n (
      ref text, uid text, name text, default_reminders jsonb, archived_at timestamptz, created_at timestamptz,
      updated_at timestamptz
    )
  ), written as (
    insert into lists (id, user_id, uid, name, default_reminders, archived_at, created_at, updated_at)
    select id, $1::bigint, uid, name, default_reminders, archived_at, coalesce(created_at, now()), coalesce(updated_at, now())
    from made order by id
  )
  select ref, id::float8 as id from made`;

const labelsText = `
  with ${labelsWanted}
  insert into labels (user_id, name, created_at, updated_at)
  select $1::bigint, name, coalesce(created_at, now()), coalesce(updated_at, now()) from wanted order by nth`;

const todosText = `
  insert into todos (
    id, user_id, uid, description, notes, priority, due_date, due_on, time_zone, recurrence, recurrence_from,
    recurrence_start, recurrence_done, reminders, snoozed_until, list_id, parent_id, completed, completed_at, deleted_at,
    created_at, updated_at
  )
  select r.todo, $1::bigint, r.uid, d.description, d.notes, d.priority, d.due_date, d.due_on, d.time_zone, d.recurrence,
         d.recurrence_from, d.recurrence_start, d.recurrence_done, d.reminders, d.snoozed_until, l.id, r.parent,
         d.completed, case when d.completed and not r.data ? 'completed_at' then now() else d.completed_at end,
         d.deleted_at, coalesce(d.created_at, now()), coalesce(d.updated_at, now())
  from import_rows r
  cross join lateral jsonb_to_record(r.data) as d (
    description text, notes text, priority smallint, due_date timestamptz, due_on date, time_zone text, recurrence text,
    recurrence_from text, recurrence_start text, recurrence_done int, reminders jsonb, snoozed_until timestamptz,
    completed boolean, completed_at timestamptz, deleted_at timestamptz, created_at timestamptz, updated_at timestamptz
  )
  left join json_to_recordset($3::json) as l (ref text, id bigint) on l.ref = r.list
  where r.user_id = $1::bigint and r.import_id = $2::bigint and r.known is null
  order by r.todo`;

const labellingText = `
  insert into todo_labels (user_id, todo_id, label_id)
  select distinct $1::bigint, r.todo, b.id
  from import_rows r cross join lateral jsonb_array_elements_text(r.data->'labels') as w (name)
  join labels b on b.user_id = $1::bigint and lower(b.name) = lower(w.name)
  where r.user_id = $1::bigint and r.import_id = $2::bigint and r.known is null`;

const remindersText = `
  with reminder as (
    insert into reminders (user_id, todo_id, trigger, fire_at, state, request_id)
    select $1::bigint, r.todo, m.trigger, m.fire_at,
           case when m.silent then 'snoozed' else ${stateWhenWritten('m.fire_at')} end, $3::text
    from import_rows r
    cross join lateral jsonb_to_recordset(r.data->'moments') as m (trigger text, fire_at timestamptz, silent boolean)
    where r.user_id = $1::bigint and r.import_id = $2::bigint and r.known is null
    returning fire_at, state
  )
  ${wakeWorker}`;

const completionsText = `
  insert into completions (user_id, todo_id, due_date, due_on, completed_at)
  select $1::bigint, r.todo, (c.value->>'due_date')::timestamptz, (c.value->>'due_on')::date,
         (c.value->>'completed_at')::timestamptz
  from import_rows r cross join lateral jsonb_array_elements(r.data->'completions') with ordinality as c (value, nth)
  where r.user_id = $1::bigint and r.import_id = $2::bigint and r.known is null
  order by r.todo, c.nth`;

const settingsText = `
  update users set name = $2::text, time_zone = $3::text, default_reminder_time = $4::time, default_reminders = $5::jsonb,
         quiet_hours_start = $6::time, quiet_hours_end = $7::time
  where id = $1::bigint`;

async function write(
  { sql, accountId, id, account, labels, settings }: Work,
  { made, known }: ListPlan,
): Promise<void> {
  const of = [accountId, id];
  const { rows } = await sql.query<{ ref: string; id: number }>({
    text: listsText,
    values: [accountId, JSON.stringify(made)],
  });
  const lists = [...known].map(([ref, listId]) => ({ ref, id: listId })).concat(rows);
  const labelsJson = labels.map((label) => ({
    name: label.name,
    created_at: instantText(label.created_at),
    updated_at: instantText(label.updated_at),
  }));
  await sql.query({ text: labelsText, values: [...of, JSON.stringify(labelsJson)] });
  await sql.query({ text: todosText, values: [...of, JSON.stringify(lists)] });
  await sql.query({ text: labellingText, values: of });
  await sql.query({ text: remindersText, values: [...of, currentRequestId()] });
  await sql.query({ text: completionsText, values: of });
  if (!settings || !account.isEmpty) return;
  const { name, time_zone, default_reminder_time, default_reminders, quiet_hours } = settings;
  const rules = default_reminders && JSON.stringify(readRules(default_reminders));
  const hours = [quiet_hours?.start, quiet_hours?.end];
  await sql.query({ text: settingsText, values: [accountId, name, time_zone, default_reminder_time, rules, ...hours] });
}
