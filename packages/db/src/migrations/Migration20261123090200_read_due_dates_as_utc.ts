import { Migration } from '@mikro-orm/migrations';

/** A due date becomes a moment. What was written without a zone is read as UTC, whatever the session's zone. */
export class Migration20261123090200_read_due_dates_as_utc extends Migration {
  override name = 'Migration20261123090200_read_due_dates_as_utc';

  override up(): void {
    this.addSql(`alter table todos alter column due_date type timestamptz(3) using date_trunc('milliseconds', due_date) at time zone 'UTC';`);
  }

  override down(): void {
    this.addSql(`alter table todos alter column due_date type timestamp using due_date at time zone 'UTC';`);
  }
}
