import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { TEST_OWNER_TOKEN, until } from 'db/testing';

export interface ReceivedEvent {
  name: string;
  /** the last id that had arrived with it */
  id: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely; what they find is asserted
  data: any;
}

export interface TestEventSource {
  status: number;
  headers: IncomingHttpHeaders;
  events: ReceivedEvent[];
  /** the last id that arrived, with an event or without; '' before the first */
  lastId(): string;
  /** Waits for the first id. */
  begin(): Promise<string>;
  comments: string[];
  /** whether the server has ended it, or cut it */
  isOver(): boolean;
  /** Waits for so many events in all. */
  receive(count: number): Promise<ReceivedEvent[]>;
  close(): void;
}

interface Options {
  headers?: Record<string, string>;
  /** a cursor, as `since` */
  since?: string;
}

/** Opens a stream as the owner of the server, or whoever the headers say; reads it as WHATWG HTML §9.2.6 says. */
export async function openEvents(url: string, { headers, since }: Options = {}): Promise<TestEventSource> {
  // a connection of its own: fetch, when it is aborted, may open another that it does not use
  const asking = request(`${url}/api/v1/events${since === undefined ? '' : `?since=${since}`}`, {
    headers: { authorization: `Bearer ${TEST_OWNER_TOKEN}`, ...headers },
    agent: false,
  });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    asking.on('response', resolve).on('error', reject).end();
  });
  const events: ReceivedEvent[] = [];
  const comments: string[] = [];
  let lastId = '';
  let over = false;
  const interpret = (block: string) => {
    let [name, data] = ['message', ''];
    for (const line of block.split('\n')) {
      const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
      if (field === '') comments.push(value);
      if (field === 'id') lastId = value;
      if (field === 'event') name = value;
      if (field === 'data') data += value;
    }
    if (data !== '') events.push({ name, id: lastId, data: JSON.parse(data) });
  };
  const readAll = async () => {
    let text = '';
    for await (const part of response.setEncoding('utf8')) {
      const blocks = (text + part).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) interpret(block);
    }
  };
  readAll()
    .catch(() => {})
    .finally(() => {
      over = true;
    });
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    events,
    comments,
    lastId: () => lastId,
    begin: () => until('the stream has begun', () => lastId || undefined),
    isOver: () => over,
    async receive(count) {
      await until(`${count} events`, () => events.length >= count);
      return events;
    },
    close: () => response.destroy(),
  };
}
