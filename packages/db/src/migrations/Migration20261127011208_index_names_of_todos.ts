import { Migration } from '../migrator/migration.ts';

/** Finds what was imported before. */
export class Migration20261127011208_index_names_of_todos extends Migration {
  override name = 'Migration20261127011208_index_names_of_todos';

  // a concurrent index cannot be built in a transaction
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`create unique index concurrently "todos_uid_index" on "todos" ("user_id", "uid") where uid is not null;`);
  }

  override down(): void {
    this.addSql(`drop index concurrently if exists "todos_uid_index";`);
  }
}
