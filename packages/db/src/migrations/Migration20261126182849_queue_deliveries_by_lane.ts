import { Migration } from '../migrator/migration.ts';

/** What sends a message has a queue of its own, and in it each receiver; more kinds of messages. */
export class Migration20261126182849_queue_deliveries_by_lane extends Migration {
  override name = 'Migration20261126182849_queue_deliveries_by_lane';

  override readonly irreversible = 'messages of newer kinds are deleted: the older schema has no place for them';

  override up(): void {
    this.addSql(`alter table "deliveries" drop constraint "deliveries_kind_check";`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_queued_check";`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_state_check";`);
    this.addSql(`alter table "deliveries" add "lane" text not null default 'webhook', add "invitation_id" bigint null, add "content" jsonb null, add "digest_id" bigint null, add "ready" boolean not null default true, add "held_for" text null;`);
    this.addSql(`update "deliveries" set lane = 'email' where kind = 'account' and state = 'queued';`);
    this.addSql(`update "deliveries" set ready = false where state = 'queued' and next_at > now();`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_lane_check" check (lane in ('webhook', 'email', 'ntfy')) not valid;`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_held_for_check" check (held_for in ('quiet_hours', 'digest')) not valid;`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_kind_check" check (kind in ('reminder', 'digest', 'notice', 'test', 'account')) not valid;`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_queued_check" check (state <> 'queued' or case kind
        when 'reminder' then reminder_id is not null and generation is not null and channel_id is not null
        when 'account' then recipient is not null and num_nonnulls(password_reset_id, invitation_id, channel_id) = 1
        else channel_id is not null
      end) not valid;`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_state_check" check (state in ('queued', 'delivered', 'failed', 'cancelled', 'folded')) not valid;`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_digest_foreign" foreign key (user_id, digest_id) references deliveries (user_id, id) on delete set null (digest_id) not valid;`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_invitation_foreign" foreign key (user_id, invitation_id) references invitations (user_id, id) on delete cascade not valid;`);
  }

  override down(): void {
    this.addSql(`update "deliveries" set state = 'cancelled' where state = 'folded';`);
    this.addSql(`delete from "deliveries" where kind not in ('reminder', 'account') or kind = 'account' and password_reset_id is null;`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_lane_check";`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_held_for_check";`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_kind_check";`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_state_check";`);
    this.addSql(`alter table "deliveries" drop constraint "deliveries_queued_check";`);
    this.addSql(`alter table "deliveries" drop column "lane", drop column "invitation_id", drop column "content", drop column "digest_id", drop column "ready", drop column "held_for";`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_kind_check" check (kind in ('reminder', 'account'));`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_state_check" check (state in ('queued', 'delivered', 'failed', 'cancelled'));`);
    this.addSql(`alter table "deliveries" add constraint "deliveries_queued_check" check (state <> 'queued' or case kind
        when 'reminder' then reminder_id is not null and generation is not null and channel_id is not null
        when 'account' then password_reset_id is not null and recipient is not null
      end);`);
  }
}
