import { Migration } from '../migrator/migration.ts';

/** What a person is called, where on Earth they are, and when not to be rung. */
export class Migration20261125064109_give_accounts_a_profile extends Migration {
  override name = 'Migration20261125064109_give_accounts_a_profile';

  override readonly allowed = {
    "constraint-missing-not-valid": "users is as small as there are people, and columns that are new hold nothing to check"
  };

  override up(): void {
    this.addSql(`alter table "users" add "name" text null, add "time_zone" text not null default 'UTC', add "default_reminder_time" time(0) not null default '09:00', add "quiet_hours_start" time(0) null, add "quiet_hours_end" time(0) null;`);
    this.addSql(`alter table "users" add constraint "users_quiet_hours_check" check ((quiet_hours_start is null) = (quiet_hours_end is null) and quiet_hours_start <> quiet_hours_end);`);
  }

  override down(): void {
    this.addSql(`alter table "users" drop constraint "users_quiet_hours_check";`);
    this.addSql(`alter table "users" drop column "name", drop column "time_zone", drop column "default_reminder_time", drop column "quiet_hours_start", drop column "quiet_hours_end";`);
  }
}
