import { setImmediate as letOthers } from 'node:timers/promises';
import type pg from 'pg';
import type { AccountState } from './account-state.ts';
import { type FileFormat, unreadable } from './entry.ts';
import { EntryChecker, most } from './entry-checker.ts';
import type { ImportQuery } from './schemas.ts';
import { type ImportKey, type StagedRow, stageRows } from './stage.ts';
import type { Staged } from './staged.ts';

/** How many todos one statement stages: few enough that nobody waits while they are checked. */
const chunk = 200;

/** How long a file may be read before the requests of others have their turn. */
const longestTurnMs = 20;

export interface FileOptions {
  format: FileFormat;
  query: ImportQuery;
  bytes: AsyncIterable<Buffer>;
  account: AccountState;
}

/**
 * Reads a file into the staging table; what is wrong with its todos is in `faults`. Throws invalid_file where it cannot be
 * read any further, or brings too much.
 */
export async function stageFile(
  pool: pg.Pool,
  key: ImportKey,
  { format, query, bytes, account }: FileOptions,
): Promise<Staged> {
  const checker = new EntryChecker(format, query, account);
  const progress = { rows: 0, bytes: 0 };
  let rows: StagedRow[] = [];
  let since = performance.now();
  for await (const entry of format.read(counting(bytes, progress))) {
    if (entry.kind !== 'todo') {
      checker.take(entry);
      continue;
    }
    progress.rows += 1;
    if (progress.rows > most.todos) throw unreadable(`The file has more than ${most.todos} todos: send it in parts.`);
    const row = checker.prepare(entry);
    if (row) rows.push(row);
    if (performance.now() - since > longestTurnMs) {
      await letOthers();
      since = performance.now();
    }
    if (rows.length < chunk) continue;
    await stageRows(pool, key, rows, progress);
    rows = [];
  }
  await stageRows(pool, key, rows, progress);
  return { ...key, dryRun: query.dry_run, basis: account, ...checker.result() };
}

async function* counting(bytes: AsyncIterable<Buffer>, progress: { bytes: number }): AsyncGenerator<Buffer> {
  for await (const piece of bytes) {
    progress.bytes += piece.length;
    yield piece;
  }
}
