import { Migration } from '../migrator/migration.ts';

/** A todo may come again when it is completed: its rule, and where it stands in its series. */
export class Migration20261125095842_let_todos_recur extends Migration {
  override name = 'Migration20261125095842_let_todos_recur';

  override up(): void {
    this.addSql(`alter table "todos" add "recurrence" text null, add "recurrence_from" text not null default 'due', add "recurrence_start" text null, add "recurrence_done" int not null default 0;`);
    this.addSql(`alter table "todos" add constraint "todos_recurrence_check" check ((recurrence is null) = (recurrence_start is null) and (recurrence is null or due_date is not null)) not valid;`);
    this.addSql(`alter table "todos" add constraint "todos_recurrence_from_check" check (recurrence_from in ('due', 'completion')) not valid;`);
  }

  override down(): void {
    this.addSql(`alter table "todos" drop constraint "todos_recurrence_check";`);
    this.addSql(`alter table "todos" drop constraint "todos_recurrence_from_check";`);
    this.addSql(`alter table "todos" drop column "recurrence", drop column "recurrence_from", drop column "recurrence_start", drop column "recurrence_done";`);
  }
}
