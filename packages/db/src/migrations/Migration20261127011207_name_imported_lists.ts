import { Migration } from '../migrator/migration.ts';

/** What a list is called where it was imported from. */
export class Migration20261127011207_name_imported_lists extends Migration {
  override name = 'Migration20261127011207_name_imported_lists';

  override up(): void {
    this.addSql(`alter table "lists" add "uid" text null;`);
  }

  override down(): void {
    this.addSql(`alter table "lists" drop column "uid";`);
  }
}
