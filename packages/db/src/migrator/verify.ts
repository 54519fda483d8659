import type pg from 'pg';
import type { createOrm } from '../orm.ts';
import { readCatalog } from './catalog.ts';
import { compareSchemas, readSchemaDump, type SchemaDump } from './schema-dump.ts';
import { createFromEntities, replayMigrations } from './scratch-database.ts';

/**
 * What migrations make by hand because MikroORM cannot declare it: a foreign key that shares a column with another,
 * triggers that look at all rows of a statement, and functions, with the index that is made of one.
 */
const handMade = [
  'constraint action_links.action_links_channel_foreign',
  'constraint action_links.action_links_todo_foreign',
  'constraint channel_lists.channel_lists_channel_foreign',
  'constraint channel_lists.channel_lists_list_foreign',
  'constraint completions.completions_todo_foreign',
  'constraint deliveries.deliveries_channel_foreign',
  'constraint deliveries.deliveries_digest_foreign',
  'constraint deliveries.deliveries_invitation_foreign',
  'constraint deliveries.deliveries_password_reset_foreign',
  'constraint deliveries.deliveries_reminder_foreign',
  'constraint delivery_attempts.delivery_attempts_delivery_foreign',
  'constraint import_rows.import_rows_import_foreign',
  'constraint reminders.reminders_todo_foreign',
  'constraint todo_labels.todo_labels_label_foreign',
  'constraint todo_labels.todo_labels_todo_foreign',
  'constraint todos.todos_list_foreign',
  'constraint todos.todos_parent_foreign',
  'function prune_security_events(most integer)',
  'function record_changes()',
  'function record_todo_changes()',
  'function todos_with_words(user_id bigint, value text)',
  'function words_of_text(value text)',
  'function words_of_todo(user_id bigint, description text, notes text)',
  'index todos_words_index',
  'trigger labels.record_delete',
  'trigger labels.record_insert',
  'trigger labels.record_update',
  'trigger lists.record_delete',
  'trigger lists.record_insert',
  'trigger lists.record_update',
  'trigger todos.record_delete',
  'trigger todos.record_insert',
  'trigger todos.record_update',
];

/** What tests put in the place of the committed dump and of the entities. */
interface Substitutes {
  dump?: SchemaDump;
  connect?: typeof createOrm;
}

/** What differs between the migrations, the entities and the committed dump, a line each; empty where nothing does. */
export async function verifySchema(url: string, { dump, connect }: Substitutes = {}): Promise<string[]> {
  const migrated = await replayMigrations(url);
  const declared = await createFromEntities(url, connect);
  const { objects } = dump ?? (await readSchemaDump());
  const isHandMade = (line: string) => handMade.some((object) => line.startsWith(`${object}: `));
  const absent = handMade.filter((object) => !migrated.some((line) => line.startsWith(`${object}: `)));
  return [
    ...compareSchemas(
      declared,
      migrated.filter((line) => !isHandMade(line)),
    ).map((line) => `migrations and entities differ: ${line}`),
    ...compareSchemas(objects, migrated).map((line) => `migrations and schema.json differ: ${line}`),
    ...absent.map((object) => `the migrations should make by hand: ${object}`),
  ];
}

/** What differs between a database and the committed dump, a line each. It needs no right but to read the catalog. */
export async function findDrift(database: Pick<pg.ClientBase, 'query'>): Promise<string[]> {
  const { objects } = await readSchemaDump();
  return compareSchemas(objects, await readCatalog(database));
}
