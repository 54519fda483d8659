import { Migration } from '../migrator/migration.ts';

/** Finds the parts of a todo. */
export class Migration20261125100027_index_parts_of_todos extends Migration {
  override name = 'Migration20261125100027_index_parts_of_todos';

  // a concurrent index cannot be built in a transaction
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`create index concurrently "todos_parent_index" on "todos" ("user_id", "parent_id") where parent_id is not null;`);
  }

  override down(): void {
    this.addSql(`drop index concurrently if exists "todos_parent_index";`);
  }
}
