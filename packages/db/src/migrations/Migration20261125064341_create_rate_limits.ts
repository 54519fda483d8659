import { Migration } from '../migrator/migration.ts';

/** Attempts to sign in are counted for all replicas of the api, over restarts. */
export class Migration20261125064341_create_rate_limits extends Migration {
  override name = 'Migration20261125064341_create_rate_limits';

  override up(): void {
    this.addSql(`create table "rate_limits" ("key" text not null, "points" int not null, "expire" bigint null, primary key ("key"));`);
    this.addSql(`create index "rate_limits_expire_index" on "rate_limits" ("expire");`);
  }

  override down(): void {
    this.addSql(`drop table if exists "rate_limits" cascade;`);
  }
}
