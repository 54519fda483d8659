/** SQL for what a digest tells as far as it is still to be done, `m`, with reminder `r` and todo `t`; `d` is the digest. */
export const foldedFrom = `
  from deliveries m
  join reminders r on r.user_id = m.user_id and r.id = m.reminder_id and r.generation = m.generation
  join todos t on t.user_id = r.user_id and t.id = r.todo_id and not t.completed and t.deleted_at is null
  where m.user_id = d.user_id and m.digest_id = d.id`;

/**
 * SQL for why a delivery has nothing to tell any more, or null: the worker cancels such a one, and nobody can ask for it
 * again. `d` is the row of deliveries; `r` and `t` are its reminder and its todo, null where there is none.
 */
export const obsoleteReason = `
  case d.kind
    when 'reminder' then case
      when t.id is null or t.deleted_at is not null then 'the todo was deleted'
      when t.completed then 'the todo was completed'
      when r.generation <> d.generation then 'the reminder was moved'
    end
    when 'digest' then case when not exists (select ${foldedFrom}) then 'nothing of it is left to do' end
  end`;
