import { Migration } from '../migrator/migration.ts';

/** Finds the reminder of a rule. */
export class Migration20261126182845_index_reminders_by_trigger extends Migration {
  override name = 'Migration20261126182845_index_reminders_by_trigger';

  // a concurrent index cannot be built in a transaction
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`create unique index concurrently "reminders_user_id_todo_id_trigger_unique" on "reminders" ("user_id", "todo_id", "trigger");`);
  }

  override down(): void {
    this.addSql(`drop index concurrently if exists "reminders_user_id_todo_id_trigger_unique";`);
  }
}
