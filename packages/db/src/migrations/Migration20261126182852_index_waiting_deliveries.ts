import { Migration } from '../migrator/migration.ts';

/** What has to wait is found by when it can be sent. */
export class Migration20261126182852_index_waiting_deliveries extends Migration {
  override name = 'Migration20261126182852_index_waiting_deliveries';

  // a concurrent index cannot be built in a transaction
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`create index concurrently "deliveries_waiting_index" on "deliveries" ("next_at") where state = 'queued' and not ready;`);
  }

  override down(): void {
    this.addSql(`drop index concurrently if exists "deliveries_waiting_index";`);
  }
}
