import { Migration } from '../migrator/migration.ts';

/** Each secret of a webhook signs for a day after it was changed, however often that is. */
export class Migration20261126215726_keep_secrets_that_sign extends Migration {
  override name = 'Migration20261126215726_keep_secrets_that_sign';

  override readonly allowed = {
    "ban-drop-column": "api and worker are stopped for this upgrade (CHANGELOG), and what still signs is in the new column"
  };

  override readonly irreversible = "of the secrets that still sign, only the newest two are kept";

  override up(): void {
    this.addSql(`alter table "channels" add "previous_secrets" jsonb not null default '[]';`);
    this.addSql(`update "channels" set previous_secrets = jsonb_build_array(jsonb_build_object('secret', previous_secret, 'until', previous_secret_until)) where previous_secret_until > now();`);
    this.addSql(`alter table "channels" drop constraint "channels_previous_secret_check";`);
    this.addSql(`alter table "channels" drop column "previous_secret", drop column "previous_secret_until";`);
  }

  override down(): void {
    this.addSql(`alter table "channels" add "previous_secret" text null, add "previous_secret_until" timestamptz(3) null;`);
    this.addSql(`update "channels" set previous_secret = previous_secrets -> -1 ->> 'secret', previous_secret_until = (previous_secrets -> -1 ->> 'until')::timestamptz where previous_secrets <> '[]';`);
    this.addSql(`alter table "channels" add constraint "channels_previous_secret_check" check ((previous_secret is null) = (previous_secret_until is null));`);
    this.addSql(`alter table "channels" drop column "previous_secrets";`);
  }
}
