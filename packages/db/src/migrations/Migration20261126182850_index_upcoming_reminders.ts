import { Migration } from '../migrator/migration.ts';

/** Finds what rings next for an account. */
export class Migration20261126182850_index_upcoming_reminders extends Migration {
  override name = 'Migration20261126182850_index_upcoming_reminders';

  // a concurrent index cannot be built in a transaction
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`create index concurrently "reminders_upcoming_index" on "reminders" ("user_id", "fire_at", "id") where state = 'pending';`);
  }

  override down(): void {
    this.addSql(`drop index concurrently if exists "reminders_upcoming_index";`);
  }
}
