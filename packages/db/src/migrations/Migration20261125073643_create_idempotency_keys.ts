import { Migration } from '../migrator/migration.ts';

/** Requests that were answered, so that they can be sent again. */
export class Migration20261125073643_create_idempotency_keys extends Migration {
  override name = 'Migration20261125073643_create_idempotency_keys';

  override up(): void {
    this.addSql(`create table "idempotency_keys" ("user_id" bigint not null, "key" text not null, "request_hash" bytea not null, "status" int null, "headers" jsonb null, "body" text null, "created_at" timestamptz(3) not null default now(), primary key ("user_id", "key"));`);
    this.addSql(`create index "idempotency_keys_user_id_created_at_index" on "idempotency_keys" ("user_id", "created_at");`);
    this.addSql(`alter table "idempotency_keys" add constraint "idempotency_keys_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`);
  }

  override down(): void {
    this.addSql(`drop table if exists "idempotency_keys" cascade;`);
  }
}
