import { Migration } from '../migrator/migration.ts';

/** The lanes have taken its place. */
export class Migration20261125064327_drop_queue_of_all_kinds extends Migration {
  override name = 'Migration20261125064327_drop_queue_of_all_kinds';

  // a concurrent index cannot be built in a transaction
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`drop index concurrently if exists "deliveries_queue_index";`);
  }

  override down(): void {
    this.addSql(`create index concurrently "deliveries_queue_index" on "deliveries" ("next_at") where state = 'queued';`);
  }
}
