import { Migration as BaseMigration } from '@mikro-orm/migrations';

/** A question about existing rows that is asked before a migration runs. */
export interface PreflightCheck {
  /** what the rows are that it finds, as in `todos without a user_id` */
  finds: string;
  /** the columns it reads, by table: it can be asked as soon as they exist */
  needs: Record<string, string[]>;
  /** a select that answers the key of each offending row in a column named `key` */
  sql: string;
}

/** What migrations are made of since they are guarded: MikroORM's, and what is to be known before one is run. */
export abstract class Migration extends BaseMigration {
  /** Must find no rows, else the migration is not run. */
  readonly preflight: readonly PreflightCheck[] = [];
  /** What lint would refuse, by rule, and why it is right here. */
  readonly allowed: Readonly<Record<string, string>> = {};
  /** Why `down` cannot bring the data back; undefined where it can. */
  readonly irreversible: string | undefined = undefined;
}
