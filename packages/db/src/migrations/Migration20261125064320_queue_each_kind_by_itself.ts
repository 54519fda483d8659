import { Migration } from '../migrator/migration.ts';

/** Each kind of message waits in a lane of its own: one that nobody can send yet is not passed over at every look. */
export class Migration20261125064320_queue_each_kind_by_itself extends Migration {
  override name = 'Migration20261125064320_queue_each_kind_by_itself';

  // a concurrent index cannot be built in a transaction
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`create index concurrently "deliveries_lane_index" on "deliveries" ("kind", "next_at") where state = 'queued';`);
  }

  override down(): void {
    this.addSql(`drop index concurrently if exists "deliveries_lane_index";`);
  }
}
