import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from 'db/testing';

export interface ReceivedMessage {
  path: string;
  id: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Unix ms */
  at: number;
}

export interface Receiver {
  url: string;
  received: ReceivedMessage[];
  /** Waits until `count` messages have arrived. */
  receive(count: number, timeout?: number): Promise<ReceivedMessage[]>;
  close(): Promise<void>;
}

/** A real HTTP server that keeps what it is sent; `answer` decides what it says, 200 by default. */
export async function startReceiver(
  answer: (response: ServerResponse, message: ReceivedMessage, request: IncomingMessage) => void = (response) =>
    response.end('ok'),
): Promise<Receiver> {
  const received: ReceivedMessage[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { url: path = '', headers } = request;
      const message = { path, id: String(headers['webhook-id']), headers, body, at: Date.now() };
      received.push(message);
      answer(response, message, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    receive: (count, timeout) =>
      until(`${count} messages at the receiver`, () => received.length >= count && received, timeout),
    async close() {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
