import { Migration } from '../migrator/migration.ts';

/** Finds what failed, to send it again. */
export class Migration20261126182853_index_failed_deliveries extends Migration {
  override name = 'Migration20261126182853_index_failed_deliveries';

  // a concurrent index cannot be built in a transaction
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`create index concurrently "deliveries_failed_index" on "deliveries" ("user_id", "id") where state = 'failed';`);
  }

  override down(): void {
    this.addSql(`drop index concurrently if exists "deliveries_failed_index";`);
  }
}
