import { Migration } from '../migrator/migration.ts';

/** Messages about an account itself, such as a link to a new password, are queued beside those of its reminders. */
export class Migration20261125064229_queue_messages_about_accounts extends Migration {
  override name = 'Migration20261125064229_queue_messages_about_accounts';

  override readonly allowed = {
    "ban-drop-not-null": "nothing reads the generation of a message that has no reminder"
  };

  override readonly irreversible = 'messages about accounts are deleted: the older schema has no place for them';

  override up(): void {
    this.addSql(`alter table "deliveries" drop constraint "deliveries_kind_check";`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_queued_check";`);
    this.addSql(`alter table "deliveries" add "password_reset_id" bigint null, add "recipient" text null;`);
    this.addSql(`alter table "deliveries" alter column "generation" drop not null;`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_kind_check" check (kind in ('reminder', 'account')) not valid;`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_queued_check" check (state <> 'queued' or case kind
        when 'reminder' then reminder_id is not null and generation is not null and channel_id is not null
        when 'account' then password_reset_id is not null and recipient is not null
      end) not valid;`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_password_reset_foreign" foreign key (user_id, password_reset_id) references password_resets (user_id, id) on delete cascade not valid;`);
  }

  override down(): void {
    this.addSql(`delete from "deliveries" where kind = 'account';`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_kind_check";`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_queued_check";`);
    this.addSql(`alter table "deliveries" drop column "password_reset_id", drop column "recipient";`);
    this.addSql(`alter table "deliveries" alter column "generation" set not null;`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_kind_check" check (kind in ('reminder'));`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_queued_check" check (state <> 'queued' or (reminder_id is not null and channel_id is not null));`);
  }
}
