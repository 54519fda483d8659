import { Migration } from '../migrator/migration.ts';

/** Looks at the rows that were there before, under a lock that lets reads and writes go on. */
export class Migration20261125095936_validate_rules_of_todos extends Migration {
  override name = 'Migration20261125095936_validate_rules_of_todos';

  override up(): void {
    this.addSql(`alter table "todos" validate constraint "todos_parent_check";`);
    this.addSql(`alter table "todos" validate constraint "todos_parent_foreign";`);
    this.addSql(`alter table "todos" validate constraint "todos_due_on_check";`);
    this.addSql(`alter table "todos" validate constraint "todos_recurrence_check";`);
    this.addSql(`alter table "todos" validate constraint "todos_recurrence_from_check";`);
  }

  override down(): void {
    this.addSql(`alter table "todos" drop constraint "todos_parent_check";`);
    this.addSql(`alter table "todos" drop constraint "todos_parent_foreign";`);
    this.addSql(`alter table "todos" drop constraint "todos_due_on_check";`);
    this.addSql(`alter table "todos" drop constraint "todos_recurrence_check";`);
    this.addSql(`alter table "todos" drop constraint "todos_recurrence_from_check";`);
    this.addSql(`alter table "todos" add constraint "todos_parent_check" check (parent_id <> id) not valid;`);
    this.addSql(`alter table "todos" add constraint "todos_parent_foreign" foreign key (user_id, parent_id) references todos (user_id, id) on delete cascade not valid;`);
    this.addSql(`alter table "todos" add constraint "todos_due_on_check" check (due_on is null or due_date is not null and due_date = due_on::timestamp at time zone 'UTC') not valid;`);
    this.addSql(`alter table "todos" add constraint "todos_recurrence_check" check ((recurrence is null) = (recurrence_start is null) and (recurrence is null or due_date is not null)) not valid;`);
    this.addSql(`alter table "todos" add constraint "todos_recurrence_from_check" check (recurrence_from in ('due', 'completion')) not valid;`);
  }
}
