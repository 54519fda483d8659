import { Readable } from 'node:stream';
import { createCalendarWriter } from 'icalendar';
import type pg from 'pg';
import { type OpenFeed, readTodos } from './queries.ts';

/** How often applications should look, where they go by what a calendar says. */
const refreshInterval = 'PT15M';

/** The calendar of a feed, as it is read. */
export function writeFeed(database: Pick<pg.Pool, 'query'>, feed: OpenFeed): Readable {
  return Readable.from(textOf(database, feed), { objectMode: false });
}

async function* textOf(database: Pick<pg.Pool, 'query'>, feed: OpenFeed): AsyncGenerator<string> {
  const calendar = createCalendarWriter({ ...feed, refreshInterval });
  const write = feed.shows === 'events' ? calendar.event : calendar.todo;
  yield calendar.head();
  for await (const todos of readTodos(database, feed)) yield todos.map(write).join('');
  yield calendar.end();
}
