import { Migration } from '../migrator/migration.ts';

/** Triggers write a row of changes for each todo, list and label that a statement changed, whichever statement it is. */
export class Migration20261125103013_record_changes extends Migration {
  override name = 'Migration20261125103013_record_changes';

  // Each statement is planned once a session, when it may be about one row, and then runs for thousands: so old and new
  // rows are grouped, not joined. Accounts that are being erased are told nothing.
  override up(): void {
    this.addSql(`create function record_todo_changes() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into public.changes (user_id, resource, resource_id, change)
    select t.user_id, 'todo', t.id, 'created'
    from new_rows t join public.users u on u.id = t.user_id and u.deleted_at is null
    where t.deleted_at is null
    order by t.id;
  elsif tg_op = 'UPDATE' then
    -- a todo in the trash is gone, and so is one that went to another account
    insert into public.changes (user_id, resource, resource_id, change)
    select t.user_id, 'todo', t.id, case when t.was_there and t.is_there then 'updated' when t.is_there then 'created' else 'deleted' end
    from (
      select v.user_id, v.id, bool_or(v.was_there) as was_there, bool_or(v.is_there) as is_there,
             max(v.version) > min(v.version) as is_changed
      from (
        select user_id, id, version, deleted_at is null as was_there, false as is_there from old_rows
        union all
        select user_id, id, version, false, deleted_at is null from new_rows
      ) v
      group by v.user_id, v.id
    ) t join public.users u on u.id = t.user_id and u.deleted_at is null
    where t.was_there <> t.is_there or t.is_there and t.is_changed
    order by t.id;
  else
    insert into public.changes (user_id, resource, resource_id, change)
    select t.user_id, 'todo', t.id, 'deleted'
    from old_rows t join public.users u on u.id = t.user_id and u.deleted_at is null
    where t.deleted_at is null
    order by t.id;
  end if;
  return null;
end $$;`);
    this.addSql(`create function record_changes() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into public.changes (user_id, resource, resource_id, change)
    select r.user_id, tg_argv[0], r.id, 'created'
    from new_rows r join public.users u on u.id = r.user_id and u.deleted_at is null
    order by r.id;
  elsif tg_op = 'UPDATE' then
    insert into public.changes (user_id, resource, resource_id, change)
    select r.user_id, tg_argv[0], r.id, 'updated'
    from (
      select v.user_id, v.id
      from (select user_id, id, version from old_rows union all select user_id, id, version from new_rows) v
      group by v.user_id, v.id having max(v.version) > min(v.version)
    ) r join public.users u on u.id = r.user_id and u.deleted_at is null
    order by r.id;
  else
    insert into public.changes (user_id, resource, resource_id, change)
    select r.user_id, tg_argv[0], r.id, 'deleted'
    from old_rows r join public.users u on u.id = r.user_id and u.deleted_at is null
    order by r.id;
  end if;
  return null;
end $$;`);
    for (const { table, call } of recorded) {
      this.addSql(`create trigger record_insert after insert on ${table} referencing new table as new_rows for each statement execute function ${call};`);
      this.addSql(`create trigger record_update after update on ${table} referencing old table as old_rows new table as new_rows for each statement execute function ${call};`);
      this.addSql(`create trigger record_delete after delete on ${table} referencing old table as old_rows for each statement execute function ${call};`);
    }
  }

  override down(): void {
    for (const { table } of recorded) {
      for (const event of ['insert', 'update', 'delete']) this.addSql(`drop trigger record_${event} on ${table};`);
    }
    this.addSql(`drop function record_todo_changes();`);
    this.addSql(`drop function record_changes();`);
  }
}

const recorded = [
  { table: 'todos', call: 'record_todo_changes()' },
  { table: 'lists', call: `record_changes('list')` },
  { table: 'labels', call: `record_changes('label')` },
];
