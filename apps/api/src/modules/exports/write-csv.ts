import type pg from 'pg';
import { type CsvRow, csvHead, writeCsvRows, writeLabels, writeReminders } from '../../portable-csv.ts';
import { type ListedTodo, readAccount, readPages, sources } from './queries.ts';

/** A row for each todo, as `portable-csv.ts` has them. */
export async function* writeCsv(client: pg.PoolClient, accountId: number): AsyncGenerator<string, void> {
  await readAccount(client, accountId);
  yield csvHead;
  for await (const page of readPages(client, sources.listedTodos, accountId)) {
    yield writeCsvRows(page.map((json) => rowOf(JSON.parse(json))));
  }
}

function rowOf(todo: ListedTodo): CsvRow {
  return {
    ...todo,
    list: todo.list?.name ?? null,
    priority: String(todo.priority),
    completed: String(todo.completed),
    reminders: writeReminders(todo.reminders),
    labels: writeLabels(todo.labels),
  };
}
