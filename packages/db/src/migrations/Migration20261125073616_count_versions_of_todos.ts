import { Migration } from '../migrator/migration.ts';

/** Which version of a todo somebody has read. */
export class Migration20261125073616_count_versions_of_todos extends Migration {
  override name = 'Migration20261125073616_count_versions_of_todos';

  override up(): void {
    this.addSql(`alter table "todos" add "version" int not null default 1;`);
  }

  override down(): void {
    this.addSql(`alter table "todos" drop column "version";`);
  }
}
