import { Migration } from '../migrator/migration.ts';

/** Finds what a digest tells. */
export class Migration20261126182854_index_deliveries_of_digests extends Migration {
  override name = 'Migration20261126182854_index_deliveries_of_digests';

  // a concurrent index cannot be built in a transaction
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`create index concurrently "deliveries_digest_index" on "deliveries" ("user_id", "digest_id") where digest_id is not null;`);
  }

  override down(): void {
    this.addSql(`drop index concurrently if exists "deliveries_digest_index";`);
  }
}
