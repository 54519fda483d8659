import { Migration } from '../migrator/migration.ts';

/** Every attempt to send a message, for those who look for what went wrong. */
export class Migration20261126182857_log_attempts extends Migration {
  override name = 'Migration20261126182857_log_attempts';

  override readonly allowed = {
    "adding-foreign-key-constraint": "the table is new and empty"
  };

  override up(): void {
    this.addSql(`create table "delivery_attempts" ("user_id" bigint not null, "delivery_id" bigint not null, "claim" int not null, "attempted_at" timestamptz(3) not null, "duration_ms" int not null, "status" int null, "error" text null, "answer" text null, primary key ("user_id", "delivery_id", "claim"));`);
    this.addSql(`alter table "delivery_attempts" add constraint "delivery_attempts_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`);
    this.addSql(`alter table "delivery_attempts" add constraint "delivery_attempts_delivery_foreign" foreign key (user_id, delivery_id) references deliveries (user_id, id) on delete cascade;`);
  }

  override down(): void {
    this.addSql(`drop table if exists "delivery_attempts" cascade;`);
  }
}
