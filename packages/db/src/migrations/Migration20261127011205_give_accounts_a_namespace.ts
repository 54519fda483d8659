import { Migration } from '../migrator/migration.ts';

/** What makes the ids of an account’s rows into names that no other account or server uses. */
export class Migration20261127011205_give_accounts_a_namespace extends Migration {
  override name = 'Migration20261127011205_give_accounts_a_namespace';

  override readonly allowed = {
    'adding-field-with-default': 'users has a row for each account, which is rewritten in no time',
  };

  override up(): void {
    this.addSql(`alter table "users" add "uid_namespace" uuid not null default gen_random_uuid();`);
  }

  override down(): void {
    this.addSql(`alter table "users" drop column "uid_namespace";`);
  }
}
