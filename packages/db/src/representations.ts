// How rows read as JSON. Each list of columns goes into `select row_to_json(r) from (select <columns> from …) r`, so
// that PostgreSQL builds the text; api and worker share it, so that a todo looks the same in an answer and in a webhook.

/** SQL for a timestamptz as RFC 3339 in UTC with milliseconds; PostgreSQL's own JSON shows the session's zone. */
const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** SQL for when a row is due: a moment, or a day where it is due all day. */
const dueDate = (row: string) =>
  `case when ${row}.due_on is null then ${utc(`${row}.due_date`)} else to_char(${row}.due_on, 'YYYY-MM-DD') end`;

/** What people have written of a todo: SQL of as much of it as is to be read. */
interface Texts {
  description: string;
  notes: string;
}

const allTexts: Texts = { description: 't.description', notes: 't.notes' };

/** Columns of a todo; `t` is the row of todos, and `labels` is SQL for its labels as an array of ids. */
export const todoColumnsWith = (labels: string, { description, notes } = allTexts) => `
  t.id, t.completed, ${description} as description, ${notes} as notes, t.priority,
  ${dueDate('t')} as due_date, t.time_zone,
  coalesce(t.reminders, '[{"before":"PT0S"}]') as reminders, ${utc('t.snoozed_until')} as snoozed_until,
  t.recurrence, t.recurrence_from, t.parent_id, t.list_id,
  ${labels} as label_ids, t.position, ${utc('t.completed_at')} as completed_at, ${utc('t.deleted_at')} as deleted_at,
  ${utc('t.created_at')} as created_at, ${utc('t.updated_at')} as updated_at, t.version`;

/** Labels are no json_agg, which takes PostgreSQL 6 µs more a todo of 45. */
const labelsOfTodo = `array(
  select tl.label_id from todo_labels tl where tl.user_id = t.user_id and tl.todo_id = t.id order by tl.label_id
)`;

/** Columns of a todo; `t` is the row of todos. */
export const todoColumns = todoColumnsWith(labelsOfTodo);

/** The same with no more of its texts than a message needs. */
export const toldTodoColumns = (texts: Texts) => todoColumnsWith(labelsOfTodo, texts);

/** SQL for how many bytes people wrote of a todo, as is known without reading them; `t` is the row of todos. */
export const todoBytes = 'octet_length(t.description) + coalesce(octet_length(t.notes), 0)';

/** Columns of a todo as a digest tells it, by its title: the first 150 characters; `t` is the row of todos. */
export const digestedTodoColumns = `
  t.id, left(ltrim(t.description, E' \\t\\r\\n'), 300) as description, null as notes, t.priority,
  ${dueDate('t')} as due_date, t.time_zone`;

/**
 * SQL for what a todo is called outside of this server, the same for good: by where it was imported from, or else
 * `<id>@<namespace of its account>`; `t` is the row of todos, `u` that of its account.
 */
export const todoUid = uidOf('t');

/** The same of a list; `l` is the row of lists. */
export const listUid = uidOf('l');

function uidOf(row: string): string {
  return `coalesce(${row}.uid, ${row}.id || '@' || u.uid_namespace)`;
}

/** Columns of a list; `l` is the row of lists. */
export const listColumns = `
  l.id, l.name, l.position, l.default_reminders, ${utc('l.archived_at')} as archived_at, ${utc('l.created_at')} as created_at,
  ${utc('l.updated_at')} as updated_at, l.version`;

/** Columns of a label; `b` is the row of labels. */
export const labelColumns = `
  b.id, b.name, ${utc('b.created_at')} as created_at, ${utc('b.updated_at')} as updated_at, b.version`;

/** Columns of a completed occurrence; `o` is the row of completions. */
export const completionColumns = `
  o.id, ${dueDate('o')} as due_date, ${utc('o.completed_at')} as completed_at`;

/** Columns of what an account decides for all of its todos; `u` is the row of users. */
const settingsColumns = `
  u.name, u.time_zone, to_char(u.default_reminder_time, 'HH24:MI') as default_reminder_time,
  u.default_reminders, case when u.quiet_hours_start is not null then json_build_object(
    'start', to_char(u.quiet_hours_start, 'HH24:MI'), 'end', to_char(u.quiet_hours_end, 'HH24:MI')
  ) end as quiet_hours`;

/** Columns of an account as its person sees it; `u` is the row of users. */
export const accountColumns = `u.id, u.email, ${settingsColumns}, ${utc('u.created_at')} as created_at`;

/** Columns of a session; `s` is the row of sessions. */
export const sessionColumns = `
  s.id, s.address, s.user_agent, ${utc('s.created_at')} as created_at, ${utc('s.last_used_at')} as last_used_at,
  ${utc('s.expires_at')} as expires_at`;

/** Columns of an API token without the token; `a` is the row of api_tokens. */
export const apiTokenColumns = `
  a.id, a.name, a.scopes, ${utc('a.expires_at')} as expires_at, ${utc('a.last_used_at')} as last_used_at,
  ${utc('a.created_at')} as created_at`;

/** Columns of a calendar feed without its secret; `f` is the row of feeds. */
export const feedColumns = `
  f.id, f.name, f.shows, ${utc('f.last_used_at')} as last_used_at, ${utc('f.created_at')} as created_at`;

/** Columns of an invitation without its token; `i` is the row of invitations. */
export const invitationColumns = `
  i.id, i.email, ${utc('i.created_at')} as created_at, ${utc('i.expires_at')} as expires_at`;

/** Columns of a security event; `e` is the row of security_events. */
export const securityEventColumns = `
  e.id, e.type, e.address, e.user_agent, e.details, ${utc('e.created_at')} as created_at`;

/** Columns of a channel without its secrets; `c` is the row of channels. */
export const channelColumns = `
  c.id, c.kind, c.name, c.url, c.address, c.topic, case c.kind when 'ntfy' then c.token is not null end as has_token,
  c.enabled, c.disabled_reason, ${utc('c.confirmed_at')} as confirmed_at,
  case when not c.every_list then (
    select coalesce(json_agg(cl.list_id order by cl.list_id), '[]')
    from channel_lists cl where cl.user_id = c.user_id and cl.channel_id = c.id
  ) end as list_ids,
  case c.quiet_hours_of
    when 'account' then to_json('account'::text)
    when 'nobody' then to_json('none'::text)
    else json_build_object(
      'start', to_char(c.quiet_hours_start, 'HH24:MI'), 'end', to_char(c.quiet_hours_end, 'HH24:MI')
    )
  end as quiet_hours,
  to_char(c.digest_at, 'HH24:MI') as digest_at, ${utc('c.failing_since')} as failing_since,
  ${utc('c.created_at')} as created_at`;

/** Columns of a delivery; `d` is the row of deliveries. */
export const deliveryColumns = `
  d.id, d.kind, d.lane, d.channel_id, d.recipient, d.reminder_id,
  (select r.todo_id from reminders r where r.user_id = d.user_id and r.id = d.reminder_id) as todo_id,
  d.digest_id, d.webhook_id, d.state, d.held_for, d.attempts, d.last_error, ${utc('d.scheduled_for')} as scheduled_for,
  ${utc('d.fired_at')} as fired_at, ${utc('d.delivered_at')} as delivered_at,
  ${utc('d.redelivered_at')} as redelivered_at,
  case when d.state = 'queued' then ${utc('d.next_at')} end as next_attempt_at`;

/** Columns of an attempt to send a delivery; `a` is the row of delivery_attempts. */
export const attemptColumns = `
  ${utc('a.attempted_at')} as attempted_at, a.duration_ms, a.status, a.error, a.answer`;

/** Columns of a reminder as a message tells of it: it fired for that moment, wherever its account has moved since. */
export const firedColumns = (delivery: string) => `
  ${delivery}.reminder_id as id, ${utc(`${delivery}.scheduled_for`)} as scheduled_for,
  ${utc(`${delivery}.fired_at`)} as fired_at`;

/** Columns of a reminder that is still to ring; `r` is the row of reminders, `t` the one of its todo. */
export const upcomingColumns = `r.id, r.todo_id, r.trigger, ${utc('r.fire_at')} as scheduled_for, t.description`;

/** Columns of an account as it leaves the server, but for what it has; `u` is the row of users. */
export const portableAccountColumns = `
  'duebell' as format, 1 as version, ${utc('now()')} as exported_at,
  (select row_to_json(s) from (select ${settingsColumns}) s) as settings`;

/** Columns of a list as it leaves the server; `l` is the row of lists, `u` that of its account. */
export const portableListColumns = `
  ${listUid} as uid, l.name, l.default_reminders, ${utc('l.archived_at')} as archived_at,
  ${utc('l.created_at')} as created_at, ${utc('l.updated_at')} as updated_at`;

/** Columns of a label as it leaves the server; `b` is the row of labels. */
export const portableLabelColumns = `
  b.name, ${utc('b.created_at')} as created_at, ${utc('b.updated_at')} as updated_at`;

/** What every file of todos carries of one. */
const carriedTodoColumns = `
  ${todoUid} as uid,
  (select ${listUid} from lists l where l.user_id = t.user_id and l.id = t.list_id) as list_uid,
  (select ${uidOf('p')} from todos p where p.user_id = t.user_id and p.id = t.parent_id) as parent_uid,
  t.description, t.notes, t.priority,
  array(
    select b.name from todo_labels tl join labels b on b.user_id = tl.user_id and b.id = tl.label_id
    where tl.user_id = t.user_id and tl.todo_id = t.id order by lower(b.name)
  ) as labels,
  ${dueDate('t')} as due_date, t.time_zone,
  coalesce(t.reminders, '[{"before":"PT0S"}]') as reminders, ${utc('t.snoozed_until')} as snoozed_until,
  t.recurrence, t.recurrence_from, t.recurrence_start, t.recurrence_done,
  t.completed, ${utc('t.completed_at')} as completed_at, ${utc('t.deleted_at')} as deleted_at,
  ${utc('t.created_at')} as created_at, ${utc('t.updated_at')} as updated_at`;

/** Columns of a todo as it leaves the server; `t` is the row of todos, `u` that of its account. */
export const portableTodoColumns = `${carriedTodoColumns},
  array(
    select row_to_json(r) from (
      select ${dueDate('o')} as due_date, ${utc('o.completed_at')} as completed_at
      from completions o where o.user_id = t.user_id and o.todo_id = t.id order by o.id
    ) r
  ) as completions`;

/** The same for formats that hold todos alone: with the list that each is in, and without its log of completions. */
export const listedTodoColumns = `${carriedTodoColumns}, t.version, (
    select row_to_json(r) from (
      select ${listUid} as uid, l.name from lists l where l.user_id = t.user_id and l.id = t.list_id
    ) r
  ) as list`;

// One that has not got ahead for longer than any of its steps may take was abandoned.
const importIsAbandoned = "i.finished_at is null and i.updated_at < now() - interval '15 minutes'";

/** Columns of an import; `i` is the row of imports. */
export const importColumns = `
  i.id, i.format, i.dry_run, case when ${importIsAbandoned} then 'failed' else i.state end as state, i.rows_read, i.bytes_read,
  i.report->'created' as created, (i.report->'unchanged')::int as unchanged, i.report->>'settings' as settings,
  coalesce((i.report->'problem_count')::int, 0) as problem_count,
  case when ${importIsAbandoned} then 'It was abandoned.' else i.failure end as failure,
  ${utc('i.created_at')} as created_at, ${utc('i.updated_at')} as updated_at, ${utc('i.finished_at')} as finished_at`;

/** The same with what is wrong in the file, and what is worth knowing. */
export const importDetailColumns = `${importColumns},
  coalesce(i.report->'problems', '[]') as problems, coalesce(i.report->'warnings', '[]') as warnings`;

// By its key alone (`offset 0`): of what is not in the trash there are indexes that look cheaper before the first `analyze`,
// and are read from end to end.
const todoByKey = (owner: string, key: string) => `
  (select * from todos where user_id = ${owner} and id = ${key} offset 0) t`;

// What is in the trash is out of sight, and so is its reminder.
const changedObject = `case c.resource
  when 'todo' then (
    select row_to_json(x)::text from (
      select ${todoColumns} from ${todoByKey('c.user_id', 'c.resource_id')} where t.deleted_at is null
    ) x
  )
  when 'list' then (
    select row_to_json(x)::text from (
      select ${listColumns} from lists l where l.user_id = c.user_id and l.id = c.resource_id
    ) x
  )
  when 'label' then (
    select row_to_json(x)::text from (
      select ${labelColumns} from labels b where b.user_id = c.user_id and b.id = c.resource_id
    ) x
  )
  when 'reminder' then (
    select row_to_json(x)::text from (
      select r.id, r.todo_id, ${utc('r.fire_at')} as scheduled_for, ${utc('r.fired_at')} as fired_at
      from reminders r cross join lateral ${todoByKey('r.user_id', 'r.todo_id')}
      where r.user_id = c.user_id and r.id = c.resource_id and t.deleted_at is null
    ) x
  )
end`;

/** The JSON text of a change, with what changed as it is now under the name of its resource; `c` is the row of changes. */
export const changeJson = `
  '{"resource":"' || c.resource || '","id":' || c.resource_id || ',"change":"' || c.change || '","changed_at":"' ||
  ${utc('c.changed_at')} || '","' || c.resource || '":' || coalesce(${changedObject}, 'null') || '}'`;
