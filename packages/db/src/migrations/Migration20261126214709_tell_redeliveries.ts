import { Migration } from '../migrator/migration.ts';

/** What its account asks for again goes out by itself: into no digest, and folded with nothing. */
export class Migration20261126214709_tell_redeliveries extends Migration {
  override name = 'Migration20261126214709_tell_redeliveries';

  override up(): void {
    this.addSql(`alter table "deliveries" add "redelivered_at" timestamptz(3) null;`);
  }

  override down(): void {
    this.addSql(`alter table "deliveries" drop column "redelivered_at";`);
  }
}
