import { Migration } from '../migrator/migration.ts';

/** One reminder for each rule of a todo, instead of one for each todo. */
export class Migration20261126182846_let_reminders_share_a_todo extends Migration {
  override name = 'Migration20261126182846_let_reminders_share_a_todo';

  override readonly irreversible = 'reminders that are not at the due moment are deleted: the older schema has no place for them';

  override up(): void {
    this.addSql(`alter table "reminders" drop constraint "reminders_user_id_todo_id_unique";`);
    this.addSql(`alter table "reminders" add constraint "reminders_user_id_todo_id_trigger_unique" unique using index "reminders_user_id_todo_id_trigger_unique";`);
  }

  override down(): void {
    this.addSql(`with going as (select id from reminders where trigger <> 'PT0S'), queued as (
      update deliveries d set state = 'cancelled', worker = null from going where d.reminder_id = going.id and d.state = 'queued'
    )
    select from going;`);
    this.addSql(`delete from "reminders" where trigger <> 'PT0S';`);
    this.addSql(`alter table "reminders" drop constraint "reminders_user_id_todo_id_trigger_unique";`);
    this.addSql(`create unique index "reminders_user_id_todo_id_trigger_unique" on "reminders" ("user_id", "todo_id", "trigger");`);
    this.addSql(`alter table "reminders" add constraint "reminders_user_id_todo_id_unique" unique ("user_id", "todo_id");`);
  }
}
