// How rows read as JSON. Each list of columns goes into `select row_to_json(r) from (select <columns> from …) r`, so
// that PostgreSQL builds the text; api and worker share it, so that a todo looks the same in an answer and in a webhook.

/** SQL for a timestamptz as RFC 3339 in UTC with milliseconds; PostgreSQL's own JSON shows the session's zone. */
const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Columns of a todo; `t` is the row of todos. */
export const todoColumns = `
  t.id, t.completed, t.description, ${utc('t.due_date')} as due_date,
  ${utc('t.completed_at')} as completed_at, ${utc('t.created_at')} as created_at, ${utc('t.updated_at')} as updated_at`;

/** Columns of a channel without its secret; `c` is the row of channels. */
export const channelColumns = `
  c.id, c.kind, c.name, c.url, c.enabled, c.disabled_reason, ${utc('c.created_at')} as created_at`;

/** Columns of a delivery; `d` is the row of deliveries. */
export const deliveryColumns = `
  d.id, d.channel_id, d.reminder_id, d.state, d.attempts, d.last_error, ${utc('d.scheduled_for')} as scheduled_for,
  ${utc('d.delivered_at')} as delivered_at, case when d.state = 'queued' then ${utc('d.next_at')} end as next_attempt_at`;

/** Columns of a reminder as a message tells of it; `r` is the row of reminders. */
export const reminderColumns = `
  r.id, ${utc('r.fire_at')} as scheduled_for, ${utc('r.fired_at')} as fired_at`;
