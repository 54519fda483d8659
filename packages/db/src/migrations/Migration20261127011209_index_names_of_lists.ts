import { Migration } from '../migrator/migration.ts';

/** Finds what was imported before. */
export class Migration20261127011209_index_names_of_lists extends Migration {
  override name = 'Migration20261127011209_index_names_of_lists';

  // a concurrent index cannot be built in a transaction
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`create unique index concurrently "lists_uid_index" on "lists" ("user_id", "uid") where uid is not null;`);
  }

  override down(): void {
    this.addSql(`drop index concurrently if exists "lists_uid_index";`);
  }
}
