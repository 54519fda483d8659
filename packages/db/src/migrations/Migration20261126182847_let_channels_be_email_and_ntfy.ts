import { Migration } from '../migrator/migration.ts';

/** Reminders go by e-mail and ntfy too; each channel has its lists, its quiet hours, and for e-mail a daily digest. */
export class Migration20261126182847_let_channels_be_email_and_ntfy extends Migration {
  override name = 'Migration20261126182847_let_channels_be_email_and_ntfy';

  override readonly allowed = {
    "ban-drop-not-null": "the older version reads channels of its own kind alone, which have both",
    "adding-foreign-key-constraint": "the table is new and empty"
  };

  override readonly irreversible = 'channels that are no webhooks are deleted: the older schema has no place for them';

  override up(): void {
    this.addSql(`alter table "channels" drop constraint "channels_kind_check";`);
    this.addSql(`alter table "channels" add "previous_secret" text null, add "previous_secret_until" timestamptz(3) null, add "address" text null, add "confirmed_at" timestamptz(3) null, add "topic" text null, add "token" text null, add "every_list" boolean not null default true, add "quiet_hours_of" text not null default 'nobody', add "quiet_hours_start" time(0) null, add "quiet_hours_end" time(0) null, add "digest_at" time(0) null, add "failing_since" timestamptz(3) null;`);
    this.addSql(`alter table "channels" alter column "secret" drop not null;`);
    this.addSql(`alter table "channels" alter column "url" drop not null;`);
    this.addSql(`alter table "channels" add constraint "channels_target_check" check (case kind
        when 'webhook' then url is not null and secret is not null
        when 'email' then address is not null
        when 'ntfy' then url is not null and topic is not null
      end) not valid;`);
    this.addSql(`alter table "channels" add constraint "channels_previous_secret_check" check ((previous_secret is null) = (previous_secret_until is null)) not valid;`);
    this.addSql(`alter table "channels" add constraint "channels_quiet_hours_check" check (case quiet_hours_of
        when 'channel' then quiet_hours_start is not null and quiet_hours_end is not null and quiet_hours_start <> quiet_hours_end
        else quiet_hours_of in ('account', 'nobody') and quiet_hours_start is null and quiet_hours_end is null
      end) not valid;`);
    this.addSql(`alter table "channels" add constraint "channels_digest_check" check (digest_at is null or kind = 'email') not valid;`);
    this.addSql(`alter table "channels" add constraint "channels_kind_check" check (kind in ('webhook', 'email', 'ntfy')) not valid;`);
    this.addSql(`create table "channel_lists" ("user_id" bigint not null, "channel_id" bigint not null, "list_id" bigint not null, primary key ("user_id", "channel_id", "list_id"));`);
    this.addSql(`create index "channel_lists_user_id_list_id_index" on "channel_lists" ("user_id", "list_id");`);
    this.addSql(`alter table "channel_lists" add constraint "channel_lists_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`);
    this.addSql(`alter table "channel_lists" add constraint "channel_lists_channel_foreign" foreign key (user_id, channel_id) references channels (user_id, id) on delete cascade;`);
    this.addSql(`alter table "channel_lists" add constraint "channel_lists_list_foreign" foreign key (user_id, list_id) references lists (user_id, id) on delete cascade;`);
  }

  override down(): void {
    this.addSql(`drop table if exists "channel_lists" cascade;`);
    this.addSql(`update "deliveries" d set state = 'cancelled', worker = null from channels c where d.channel_id = c.id and c.kind <> 'webhook' and d.state = 'queued';`);
    this.addSql(`delete from "channels" where kind <> 'webhook';`);
    this.addSql(`alter table "channels" drop constraint "channels_target_check";`);
    this.addSql(`alter table "channels" drop constraint "channels_previous_secret_check";`);
    this.addSql(`alter table "channels" drop constraint "channels_quiet_hours_check";`);
    this.addSql(`alter table "channels" drop constraint "channels_digest_check";`);
    this.addSql(`alter table "channels" drop constraint "channels_kind_check";`);
    this.addSql(`alter table "channels" drop column "previous_secret", drop column "previous_secret_until", drop column "address", drop column "confirmed_at", drop column "topic", drop column "token", drop column "every_list", drop column "quiet_hours_of", drop column "quiet_hours_start", drop column "quiet_hours_end", drop column "digest_at", drop column "failing_since";`);
    this.addSql(`alter table "channels" alter column "url" set not null;`);
    this.addSql(`alter table "channels" alter column "secret" set not null;`);
    this.addSql(`alter table "channels" add constraint "channels_kind_check" check (kind in ('webhook'));`);
  }
}
