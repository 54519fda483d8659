import { Migration } from '../migrator/migration.ts';

/** A token may do less than all, and may end by itself. Those that were there may do what they could. */
export class Migration20261125064141_scope_api_tokens extends Migration {
  override name = 'Migration20261125064141_scope_api_tokens';

  override readonly allowed = {
    "constraint-missing-not-valid": "api_tokens is as small as there are programs",
    "disallowed-unique-constraint": "api_tokens is as small as there are programs"
  };

  override up(): void {
    this.addSql(`alter table "api_tokens" add "scopes" text[] not null default '{read,write,admin}', add "expires_at" timestamptz(3) null, add "last_used_at" timestamptz(3) null;`);
    this.addSql(`alter table "api_tokens" alter column "scopes" drop default;`);
    this.addSql(`alter table "api_tokens" add constraint "api_tokens_user_id_id_unique" unique ("user_id", "id");`);
    this.addSql(`alter table "api_tokens" add constraint "api_tokens_scopes_check" check (scopes <@ array['read', 'write', 'admin'] and scopes <> '{}');`);
  }

  override down(): void {
    this.addSql(`alter table "api_tokens" drop constraint "api_tokens_user_id_id_unique";`);
    this.addSql(`alter table "api_tokens" drop constraint "api_tokens_scopes_check";`);
    this.addSql(`alter table "api_tokens" drop column "scopes", drop column "expires_at", drop column "last_used_at";`);
  }
}
