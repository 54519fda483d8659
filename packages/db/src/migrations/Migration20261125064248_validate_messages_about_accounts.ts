import { Migration } from '../migrator/migration.ts';

/** Looks at the rows that were there before, under a lock that lets reads and writes go on. */
export class Migration20261125064248_validate_messages_about_accounts extends Migration {
  override name = 'Migration20261125064248_validate_messages_about_accounts';

  override up(): void {
    this.addSql(`alter table "deliveries" validate constraint "deliveries_kind_check";`);
    this.addSql(`alter table "deliveries" validate constraint "deliveries_queued_check";`);
    this.addSql(`alter table "deliveries" validate constraint "deliveries_password_reset_foreign";`);
  }

  override down(): void {
    this.addSql(`alter table "deliveries" drop constraint "deliveries_kind_check";`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_queued_check";`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_password_reset_foreign";`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_kind_check" check (kind in ('reminder', 'account')) not valid;`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_queued_check" check (state <> 'queued' or case kind
        when 'reminder' then reminder_id is not null and generation is not null and channel_id is not null
        when 'account' then password_reset_id is not null and recipient is not null
      end) not valid;`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_password_reset_foreign" foreign key (user_id, password_reset_id) references password_resets (user_id, id) on delete cascade not valid;`);
  }
}
