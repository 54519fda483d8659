import { Migration } from '../migrator/migration.ts';

/** What a todo is called where it was imported from. */
export class Migration20261127011206_name_imported_todos extends Migration {
  override name = 'Migration20261127011206_name_imported_todos';

  override up(): void {
    this.addSql(`alter table "todos" add "uid" text null;`);
  }

  override down(): void {
    this.addSql(`alter table "todos" drop column "uid";`);
  }
}
