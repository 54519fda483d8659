import { Migration } from '@mikro-orm/migrations';

/** Every todo belongs to an account; those that were there belong to the owner. */
export class Migration20261123090500_give_todos_an_owner extends Migration {
  override name = 'Migration20261123090500_give_todos_an_owner';

  override up(): void {
    this.addSql(`alter table todos add column user_id bigint null;`);
    this.addSql(`update todos set user_id = (select min(id) from users);`);
    this.addSql(`alter table todos alter column user_id set not null;`);
    this.addSql(`alter table todos add constraint todos_user_id_foreign foreign key (user_id) references users (id) on delete cascade;`);
    this.addSql(`alter table todos add constraint todos_user_id_id_unique unique (user_id, id);`);
    this.addSql(`create index todos_user_id_completed_id_index on todos (user_id, completed, id);`);
  }

  override down(): void {
    this.addSql(`do $$
      begin
        if exists (select from todos where user_id <> (select min(id) from users)) then
          raise exception 'there are todos of other accounts than the owner''s, and the older schema cannot tell them apart: nothing was changed';
        end if;
      end $$;`);
    this.addSql(`alter table todos drop column user_id;`);
  }
}
