import { Migration } from '../migrator/migration.ts';

/** Finds the todos that have a word. */
export class Migration20261126110624_index_words_of_todos extends Migration {
  override name = 'Migration20261126110624_index_words_of_todos';

  // a concurrent index cannot be built in a transaction
  override isTransactional(): boolean {
    return false;
  }

  // Without fastupdate a search never has a list of new todos to look through, and no write has one to clear up.
  override up(): void {
    this.addSql(`create index concurrently "todos_words_index" on "todos" using gin (words_of_todo(user_id, description, notes)) with (fastupdate = off);`);
  }

  override down(): void {
    this.addSql(`drop index concurrently if exists "todos_words_index";`);
  }
}
