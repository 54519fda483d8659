import { Migration } from '../migrator/migration.ts';

/** The lanes have taken its place. */
export class Migration20261126182856_drop_queue_by_kind extends Migration {
  override name = 'Migration20261126182856_drop_queue_by_kind';

  // a concurrent index cannot be built in a transaction
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`drop index concurrently if exists "deliveries_lane_index";`);
  }

  override down(): void {
    this.addSql(`create index concurrently "deliveries_lane_index" on "deliveries" ("kind", "next_at") where state = 'queued';`);
  }
}
