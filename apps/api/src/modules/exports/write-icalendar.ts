import { createCalendarWriter } from 'icalendar';
import type pg from 'pg';
import type { PortableAccount } from '../../portable.ts';
import { type ListedTodo, readAccount, readPages, sources } from './queries.ts';

/** A VTODO for each todo that is not in the trash, which calendars do not have. */
export async function* writeICalendar(client: pg.PoolClient, accountId: number): AsyncGenerator<string, void> {
  const { settings }: PortableAccount = JSON.parse(await readAccount(client, accountId));
  const writer = createCalendarWriter({
    name: 'Duebell',
    timeZone: settings.time_zone,
    defaultReminderTime: settings.default_reminder_time,
  });
  yield writer.head();
  for await (const page of readPages(client, sources.listedTodosOutOfTrash, accountId)) {
    const todos: ListedTodo[] = page.map((json) => JSON.parse(json));
    yield todos.map((todo) => writer.todo(todo)).join('');
  }
  yield writer.end();
}
