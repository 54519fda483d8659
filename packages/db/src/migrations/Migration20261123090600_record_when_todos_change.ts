import { Migration } from '@mikro-orm/migrations';

/** When a todo was made, last changed and completed. Todos completed before this have no such moment. */
export class Migration20261123090600_record_when_todos_change extends Migration {
  override name = 'Migration20261123090600_record_when_todos_change';

  override up(): void {
    this.addSql(`alter table todos add column completed_at timestamptz(3) null, add column created_at timestamptz(3) not null default now(), add column updated_at timestamptz(3) not null default now();`);
    this.addSql(`alter table todos add constraint todos_completed_at_check check (completed or completed_at is null);`);
  }

  override down(): void {
    this.addSql(`alter table todos drop column completed_at, drop column created_at, drop column updated_at;`);
  }
}
