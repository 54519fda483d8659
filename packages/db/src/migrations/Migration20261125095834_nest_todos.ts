import { Migration } from '../migrator/migration.ts';

/** A todo may be a part of another. */
export class Migration20261125095834_nest_todos extends Migration {
  override name = 'Migration20261125095834_nest_todos';

  override up(): void {
    this.addSql(`alter table "todos" add "parent_id" bigint null;`);
    this.addSql(`alter table "todos" add constraint "todos_parent_check" check (parent_id <> id) not valid;`);
    this.addSql(`alter table "todos" add constraint "todos_parent_foreign" foreign key (user_id, parent_id) references todos (user_id, id) on delete cascade not valid;`);
  }

  override down(): void {
    this.addSql(`alter table "todos" drop constraint "todos_parent_check";`);
    this.addSql(`alter table "todos" drop column "parent_id";`);
  }
}
