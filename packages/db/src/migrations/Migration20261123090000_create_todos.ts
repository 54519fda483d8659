import { Migration } from '@mikro-orm/migrations';

/** The table as the tutorial makes it: ids from a sequence, a due date without a zone. */
export class Migration20261123090000_create_todos extends Migration {
  override name = 'Migration20261123090000_create_todos';

  override up(): void {
    this.addSql(`create table todos (id serial primary key, completed boolean not null, description varchar not null, due_date timestamp null);`);
  }

  override down(): void {
    this.addSql(`drop table todos;`);
  }
}
