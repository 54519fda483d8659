import { Migration } from '../migrator/migration.ts';

/** Finds the messages of an invitation, which go with it. */
export class Migration20261126182855_index_deliveries_of_invitations extends Migration {
  override name = 'Migration20261126182855_index_deliveries_of_invitations';

  // a concurrent index cannot be built in a transaction
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`create index concurrently "deliveries_invitation_index" on "deliveries" ("user_id", "invitation_id") where invitation_id is not null;`);
  }

  override down(): void {
    this.addSql(`drop index concurrently if exists "deliveries_invitation_index";`);
  }
}
