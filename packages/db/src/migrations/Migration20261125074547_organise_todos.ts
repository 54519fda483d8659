import { Migration } from '../migrator/migration.ts';

/** Notes, a priority, a list, a place in the order, a trash, and an index for each order that todos are asked for in. */
export class Migration20261125074547_organise_todos extends Migration {
  override name = 'Migration20261125074547_organise_todos';

  override readonly allowed = {
    "adding-foreign-key-constraint": "the generated column rewrites the table anyway, and what is new holds nothing that could break a rule",
    "constraint-missing-not-valid": "the generated column rewrites the table anyway, and what is new holds nothing that could break a rule",
    "disallowed-unique-constraint": "the generated column rewrites the table anyway, and what is new holds nothing that could break a rule",
    "adding-field-with-default": "the generated column rewrites the table anyway, and what is new holds nothing that could break a rule",
    "require-concurrent-index-creation": "the generated column rewrites the table anyway, and what is new holds nothing that could break a rule"
  };

  override up(): void {
    this.addSql(`alter table "todos" add "notes" text null, add "priority" smallint not null default 0, add "list_id" bigint null, add "moved_to" text null, add "position" text generated always as (coalesce(moved_to, 's' || lpad(id::text, 19, '0'))) stored collate "C" not null, add "deleted_at" timestamptz(3) null;`);
    this.addSql(`create index "todos_trash_index" on "todos" ("user_id", "deleted_at", "id") where deleted_at is not null;`);
    this.addSql(`create index todos_completed_created_index on todos (user_id, completed, created_at, id) where deleted_at is null;`);
    this.addSql(`create index todos_completed_updated_index on todos (user_id, completed, updated_at, id) where deleted_at is null;`);
    this.addSql(`create index todos_completed_priority_index on todos (user_id, completed, priority, id) where deleted_at is null;`);
    this.addSql(`create index todos_completed_position_index on todos (user_id, completed, position) where deleted_at is null;`);
    this.addSql(`create index todos_completed_due_index on todos (user_id, completed, (coalesce(due_date, 'infinity'::timestamptz)), id) where deleted_at is null;`);
    this.addSql(`create index todos_list_id_created_index on todos (user_id, list_id, created_at, id) where deleted_at is null;`);
    this.addSql(`create index todos_list_id_updated_index on todos (user_id, list_id, updated_at, id) where deleted_at is null;`);
    this.addSql(`create index todos_list_id_priority_index on todos (user_id, list_id, priority, id) where deleted_at is null;`);
    this.addSql(`create index todos_list_id_position_index on todos (user_id, list_id, position) where deleted_at is null;`);
    this.addSql(`create index todos_list_id_due_index on todos (user_id, list_id, (coalesce(due_date, 'infinity'::timestamptz)), id) where deleted_at is null;`);
    this.addSql(`alter table "todos" add constraint "todos_user_id_position_unique" unique ("user_id", "position");`);
    this.addSql(`alter table "todos" add constraint "todos_priority_check" check (priority between 0 and 4);`);
    this.addSql(`alter table "todos" add constraint "todos_list_foreign" foreign key (user_id, list_id) references lists (user_id, id) on delete set null (list_id);`);
  }

  override down(): void {
    this.addSql(`alter table "todos" drop constraint "todos_list_foreign";`);
    this.addSql(`drop index "todos_trash_index";`);
    this.addSql(`drop index "todos_completed_created_index";`);
    this.addSql(`drop index "todos_completed_updated_index";`);
    this.addSql(`drop index "todos_completed_priority_index";`);
    this.addSql(`drop index "todos_completed_position_index";`);
    this.addSql(`drop index "todos_completed_due_index";`);
    this.addSql(`drop index "todos_list_id_created_index";`);
    this.addSql(`drop index "todos_list_id_updated_index";`);
    this.addSql(`drop index "todos_list_id_priority_index";`);
    this.addSql(`drop index "todos_list_id_position_index";`);
    this.addSql(`drop index "todos_list_id_due_index";`);
    this.addSql(`alter table "todos" drop constraint "todos_user_id_position_unique";`);
    this.addSql(`alter table "todos" drop constraint "todos_priority_check";`);
    this.addSql(`alter table "todos" drop column "notes", drop column "priority", drop column "list_id", drop column "position", drop column "moved_to", drop column "deleted_at";`);
  }
}
