import { Migration } from '../migrator/migration.ts';

/** A todo has rules for when it rings, of which each makes a reminder; accounts and lists have rules for new todos. */
export class Migration20261126182844_let_todos_have_several_reminders extends Migration {
  override name = 'Migration20261126182844_let_todos_have_several_reminders';

  override up(): void {
    this.addSql(`alter table "users" add "default_reminders" jsonb null;`);
    this.addSql(`alter table "lists" add "default_reminders" jsonb null;`);
    this.addSql(`alter table "todos" add "reminders" jsonb null, add "snoozed_until" timestamptz(3) null;`);
    this.addSql(`alter table "reminders" drop constraint "reminders_state_check";`);
    this.addSql(`alter table "reminders" add "trigger" text not null default 'PT0S';`);
    this.addSql(`alter table "reminders" add constraint "reminders_state_check" check (state in ('pending', 'fired', 'cancelled', 'missed', 'snoozed')) not valid;`);
  }

  override down(): void {
    this.addSql(`update "reminders" set state = 'cancelled' where state = 'snoozed';`);
    this.addSql(`alter table "reminders" drop constraint "reminders_state_check";`);
    this.addSql(`alter table "reminders" drop column "trigger";`);
    this.addSql(`alter table "reminders" add constraint "reminders_state_check" check (state in ('pending', 'fired', 'cancelled', 'missed'));`);
    this.addSql(`alter table "todos" drop column "reminders", drop column "snoozed_until";`);
    this.addSql(`alter table "lists" drop column "default_reminders";`);
    this.addSql(`alter table "users" drop column "default_reminders";`);
  }
}
