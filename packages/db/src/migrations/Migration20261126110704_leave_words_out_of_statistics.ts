import { Migration } from '../migrator/migration.ts';

/** ANALYZE would split 30,000 todos into words, for figures that no plan needs. */
export class Migration20261126110704_leave_words_out_of_statistics extends Migration {
  override name = 'Migration20261126110704_leave_words_out_of_statistics';

  override up(): void {
    this.addSql(`alter index todos_words_index alter column 1 set statistics 0;`);
  }

  override down(): void {
    this.addSql(`alter index todos_words_index alter column 1 set statistics -1;`);
  }
}
