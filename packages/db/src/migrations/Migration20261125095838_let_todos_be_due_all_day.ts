import { Migration } from '../migrator/migration.ts';

/** A todo may be due on a day instead of at a moment, and may have a time zone of its own. */
export class Migration20261125095838_let_todos_be_due_all_day extends Migration {
  override name = 'Migration20261125095838_let_todos_be_due_all_day';

  override up(): void {
    this.addSql(`alter table "todos" add "due_on" date null, add "time_zone" text null;`);
    this.addSql(`alter table "todos" add constraint "todos_due_on_check" check (due_on is null or due_date is not null and due_date = due_on::timestamp at time zone 'UTC') not valid;`);
  }

  override down(): void {
    this.addSql(`alter table "todos" drop constraint "todos_due_on_check";`);
    this.addSql(`alter table "todos" drop column "due_on", drop column "time_zone";`);
  }
}
