import { Migration } from '../migrator/migration.ts';

/** What can be sent is found by its receiver. */
export class Migration20261126182851_index_ready_deliveries extends Migration {
  override name = 'Migration20261126182851_index_ready_deliveries';

  // a concurrent index cannot be built in a transaction
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`create index concurrently deliveries_ready_index on deliveries (lane, (coalesce(channel_id, 0::bigint)), next_at) where state = 'queued' and ready;`);
  }

  override down(): void {
    this.addSql(`drop index concurrently if exists "deliveries_ready_index";`);
  }
}
