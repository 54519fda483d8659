import { Migration } from '../migrator/migration.ts';

/** Which todo has which label; both are of one account. */
export class Migration20261125074639_create_todo_labels extends Migration {
  override name = 'Migration20261125074639_create_todo_labels';

  override readonly allowed = {
    "adding-foreign-key-constraint": "the table is new and empty"
  };

  override up(): void {
    this.addSql(`create table "todo_labels" ("user_id" bigint not null, "todo_id" bigint not null, "label_id" bigint not null, primary key ("user_id", "todo_id", "label_id"));`);
    this.addSql(`create index "todo_labels_user_id_label_id_todo_id_index" on "todo_labels" ("user_id", "label_id", "todo_id");`);
    this.addSql(`alter table "todo_labels" add constraint "todo_labels_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`);
    this.addSql(`alter table "todo_labels" add constraint "todo_labels_todo_foreign" foreign key (user_id, todo_id) references todos (user_id, id) on delete cascade;`);
    this.addSql(`alter table "todo_labels" add constraint "todo_labels_label_foreign" foreign key (user_id, label_id) references labels (user_id, id) on delete cascade;`);
  }

  override down(): void {
    this.addSql(`drop table if exists "todo_labels" cascade;`);
  }
}
