import { createParser } from 'eventsource-parser';
import type { Client } from './create-client.ts';
import { ProblemError, unwrap } from './problem-error.ts';
import type { components } from './schema.ts';
import { wait } from './wait.ts';

type Change = components['schemas']['Change'];

export interface LiveEvent {
  /** where the feed goes on after it: what to keep, and to send as `since` the next time */
  cursor: string;
  /** such as `todo.updated` or `reminder.fired` */
  name: `${Change['resource']}.${Change['change']}`;
  change: Change;
}

export interface FollowOptions {
  /** a cursor: of an event, or `next_cursor` of `GET /api/v1/changes`; without one it begins now */
  since?: string | undefined;
  /** ends it, without an error */
  signal?: AbortSignal | undefined;
}

/**
 * The live stream (`GET /api/v1/events`) without gaps: where its connection ends or falls silent, it comes back with the
 * last id, as browsers do (WHATWG HTML §9.2), at the pace that the server asks for (`retry:`, `Retry-After`) and more and
 * more slowly while that fails.
 *
 * Throws where it cannot connect at first, and later ProblemError for what will not pass: the token is over (401), or the
 * cursor is (410, `cursor_expired`). Then start over: take the cursor of now, read everything anew, and follow from there.
 */
export async function* followEvents(
  client: Client,
  { since, signal }: FollowOptions = {},
): AsyncGenerator<LiveEvent, void, undefined> {
  const place: Place = { cursor: since, retryMs: 2000 };
  let connection = await connect(client, place, signal);
  while (connection) {
    yield* readEvents(connection, place, signal);
    connection = await reconnect(client, place, signal);
  }
}

/** What outlives a connection. */
interface Place {
  /** the last id that arrived, with an event or without */
  cursor: string | undefined;
  /** how long to wait before connecting again */
  retryMs: number;
}

interface Connection {
  /** What arrived next; undefined where nothing will. */
  read(): Promise<string | undefined>;
  close(): void;
}

/** A server that is there sends something every 15 s. */
const silenceMs = 45_000;
const longestWaitMs = 30_000;

async function* readEvents(connection: Connection, place: Place, signal: AbortSignal | undefined) {
  const arrived: LiveEvent[] = [];
  const parser = createParser({
    // also those that come without an event, lest the place gets old while nothing happens
    onId: (id) => {
      place.cursor = id;
    },
    onRetry: (ms) => {
      place.retryMs = ms;
    },
    onEvent: ({ event, data }) => {
      arrived.push({ cursor: place.cursor ?? '', name: event as LiveEvent['name'], change: JSON.parse(data) });
    },
  });
  try {
    for (let text = await connection.read(); text !== undefined; text = await connection.read()) {
      parser.feed(text);
      for (const event of arrived.splice(0)) {
        if (signal?.aborted) return;
        yield event;
      }
    }
  } finally {
    connection.close();
  }
}

/** Tries until it succeeds; answers undefined where `signal` is aborted. Throws ProblemError for what will not pass. */
async function reconnect(client: Client, place: Place, signal: AbortSignal | undefined) {
  let waitMs = place.retryMs;
  for (let failures = 1; ; failures++) {
    await wait(waitMs, signal);
    try {
      return await connect(client, place, signal);
    } catch (error) {
      if (error instanceof ProblemError && !isPassing(error)) throw error;
      const asked = (error instanceof ProblemError && error.retryAfterMs) || 0;
      waitMs = Math.max(asked, place.retryMs, Math.min(place.retryMs * 2 ** failures, longestWaitMs));
    }
  }
}

function isPassing({ status }: ProblemError): boolean {
  return status >= 500 || [408, 425, 429].includes(status);
}

/** Answers undefined where `signal` is aborted. Throws ProblemError, or what fetch throws where there is no answer. */
async function connect(
  client: Client,
  { cursor }: Place,
  signal: AbortSignal | undefined,
): Promise<Connection | undefined> {
  if (signal?.aborted) return undefined;
  const closing = new AbortController();
  const close = () => closing.abort();
  try {
    const answer = await client.GET('/api/v1/events', {
      params: { header: cursor ? { 'last-event-id': cursor } : {} },
      headers: { accept: 'text/event-stream' },
      cache: 'no-store',
      parseAs: 'stream',
      signal: signal ? AbortSignal.any([signal, closing.signal]) : closing.signal,
    });
    const stream = await unwrap(answer);
    const type = answer.response.headers.get('content-type') ?? 'nothing';
    if (stream && type.startsWith('text/event-stream')) return { read: readerOf(stream, close), close };
    throw new Error(`${answer.response.url} answered ${type} instead of events: is this the address of the API?`);
  } catch (error) {
    close();
    if (signal?.aborted) return undefined;
    throw error;
  }
}

function readerOf(stream: ReadableStream<Uint8Array>, close: () => void): Connection['read'] {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  return async () => {
    const timer = setTimeout(close, silenceMs);
    try {
      const { value } = await reader.read();
      return value && decoder.decode(value, { stream: true });
    } catch {
      // it was cut, on this side or on the other
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  };
}
