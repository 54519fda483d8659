import { Migration } from '../migrator/migration.ts';

/** A reset that is used or over takes its message with it, and finds it by this. */
export class Migration20261125064333_index_deliveries_of_password_resets extends Migration {
  override name = 'Migration20261125064333_index_deliveries_of_password_resets';

  // a concurrent index cannot be built in a transaction
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`create index concurrently "deliveries_password_reset_index" on "deliveries" ("user_id", "password_reset_id") where password_reset_id is not null;`);
  }

  override down(): void {
    this.addSql(`drop index concurrently if exists "deliveries_password_reset_index";`);
  }
}
