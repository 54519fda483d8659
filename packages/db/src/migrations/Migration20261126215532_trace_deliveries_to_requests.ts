import { Migration } from '../migrator/migration.ts';

export class Migration20261126215532_trace_deliveries_to_requests extends Migration {
  override name = 'Migration20261126215532_trace_deliveries_to_requests';

  override up(): void {
    this.addSql(`alter table "reminders" add "request_id" text null;`);
    this.addSql(`alter table "deliveries" add "request_id" text null;`);
  }

  override down(): void {
    this.addSql(`alter table "deliveries" drop column "request_id";`);
    this.addSql(`alter table "reminders" drop column "request_id";`);
  }
}
