import { Migration } from '../migrator/migration.ts';

/** Looks at the rows that were there before, under a lock that lets reads and writes go on. */
export class Migration20261126182859_validate_rules_of_deliveries extends Migration {
  override name = 'Migration20261126182859_validate_rules_of_deliveries';

  override up(): void {
    this.addSql(`alter table "reminders" validate constraint "reminders_state_check";`);
    this.addSql(`alter table "channels" validate constraint "channels_target_check";`);
    this.addSql(`alter table "channels" validate constraint "channels_previous_secret_check";`);
    this.addSql(`alter table "channels" validate constraint "channels_quiet_hours_check";`);
    this.addSql(`alter table "channels" validate constraint "channels_digest_check";`);
    this.addSql(`alter table "channels" validate constraint "channels_kind_check";`);
    this.addSql(`alter table "deliveries" validate constraint "deliveries_lane_check";`);
    this.addSql(`alter table "deliveries" validate constraint "deliveries_held_for_check";`);
    this.addSql(`alter table "deliveries" validate constraint "deliveries_kind_check";`);
    this.addSql(`alter table "deliveries" validate constraint "deliveries_queued_check";`);
    this.addSql(`alter table "deliveries" validate constraint "deliveries_state_check";`);
    this.addSql(`alter table "deliveries" validate constraint "deliveries_digest_foreign";`);
    this.addSql(`alter table "deliveries" validate constraint "deliveries_invitation_foreign";`);
  }

  override down(): void {
    this.addSql(`alter table "reminders" drop constraint "reminders_state_check";`);
    this.addSql(`alter table "reminders" add constraint "reminders_state_check" check (state in ('pending', 'fired', 'cancelled', 'missed', 'snoozed')) not valid;`);
    this.addSql(`alter table "channels" drop constraint "channels_target_check";`);
    this.addSql(`alter table "channels" add constraint "channels_target_check" check (case kind
        when 'webhook' then url is not null and secret is not null
        when 'email' then address is not null
        when 'ntfy' then url is not null and topic is not null
      end) not valid;`);
    this.addSql(`alter table "channels" drop constraint "channels_previous_secret_check";`);
    this.addSql(`alter table "channels" add constraint "channels_previous_secret_check" check ((previous_secret is null) = (previous_secret_until is null)) not valid;`);
    this.addSql(`alter table "channels" drop constraint "channels_quiet_hours_check";`);
    this.addSql(`alter table "channels" add constraint "channels_quiet_hours_check" check (case quiet_hours_of
        when 'channel' then quiet_hours_start is not null and quiet_hours_end is not null and quiet_hours_start <> quiet_hours_end
        else quiet_hours_of in ('account', 'nobody') and quiet_hours_start is null and quiet_hours_end is null
      end) not valid;`);
    this.addSql(`alter table "channels" drop constraint "channels_digest_check";`);
    this.addSql(`alter table "channels" add constraint "channels_digest_check" check (digest_at is null or kind = 'email') not valid;`);
    this.addSql(`alter table "channels" drop constraint "channels_kind_check";`);
    this.addSql(`alter table "channels" add constraint "channels_kind_check" check (kind in ('webhook', 'email', 'ntfy')) not valid;`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_lane_check";`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_lane_check" check (lane in ('webhook', 'email', 'ntfy')) not valid;`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_held_for_check";`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_held_for_check" check (held_for in ('quiet_hours', 'digest')) not valid;`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_kind_check";`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_kind_check" check (kind in ('reminder', 'digest', 'notice', 'test', 'account')) not valid;`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_queued_check";`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_queued_check" check (state <> 'queued' or case kind
        when 'reminder' then reminder_id is not null and generation is not null and channel_id is not null
        when 'account' then recipient is not null and num_nonnulls(password_reset_id, invitation_id, channel_id) = 1
        else channel_id is not null
      end) not valid;`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_state_check";`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_state_check" check (state in ('queued', 'delivered', 'failed', 'cancelled', 'folded')) not valid;`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_digest_foreign";`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_digest_foreign" foreign key (user_id, digest_id) references deliveries (user_id, id) on delete set null (digest_id) not valid;`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_invitation_foreign";`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_invitation_foreign" foreign key (user_id, invitation_id) references invitations (user_id, id) on delete cascade not valid;`);
  }
}
