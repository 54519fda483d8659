import { Migration } from '../migrator/migration.ts';

/** An account can have an e-mail address and a password, be disabled by the operator, and be on its way out. */
export class Migration20261125064127_let_accounts_sign_in extends Migration {
  override name = 'Migration20261125064127_let_accounts_sign_in';

  override readonly allowed = {
    "constraint-missing-not-valid": "users is as small as there are people, and the columns are new",
    "disallowed-unique-constraint": "users is as small as there are people, and the columns are new"
  };

  override up(): void {
    this.addSql(`alter table "users" add "email" text null, add "password_hash" text null, add "disabled_at" timestamptz(3) null, add "deleted_at" timestamptz(3) null;`);
    this.addSql(`alter table "users" add constraint "users_email_unique" unique ("email");`);
    this.addSql(`alter table "users" add constraint "users_email_check" check (email = lower(email));`);
  }

  override down(): void {
    this.addSql(`alter table "users" drop constraint "users_email_unique";`);
    this.addSql(`alter table "users" drop constraint "users_email_check";`);
    this.addSql(`alter table "users" drop column "email", drop column "password_hash", drop column "disabled_at", drop column "deleted_at";`);
  }
}
