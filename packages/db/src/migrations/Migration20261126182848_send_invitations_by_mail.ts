import { Migration } from '../migrator/migration.ts';

/** An invitation may go out by mail; then its token is made as the message is sent. */
export class Migration20261126182848_send_invitations_by_mail extends Migration {
  override name = 'Migration20261126182848_send_invitations_by_mail';

  override readonly allowed = {
    "ban-drop-not-null": "the older version looks invitations up by their hash"
  };

  override readonly irreversible = 'invitations whose message was not sent are deleted: nobody has their link';

  override up(): void {
    this.addSql(`alter table "invitations" add "email" text null;`);
    this.addSql(`alter table "invitations" alter column "token_hash" drop not null;`);
  }

  override down(): void {
    this.addSql(`delete from "invitations" where token_hash is null;`);
    this.addSql(`alter table "invitations" drop column "email";`);
    this.addSql(`alter table "invitations" alter column "token_hash" set not null;`);
  }
}
