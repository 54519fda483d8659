import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Inbox {
  url: string;
  received: { id: string; headers: IncomingHttpHeaders; body: string; at: number }[];
  close(): Promise<void>;
}

/** A user's own HTTP server: keeps what it is sent and says 200. */
export async function startInbox(): Promise<Inbox> {
  const received: Inbox['received'] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { headers } = request;
    received.push({
      id: String(headers['webhook-id']),
      headers,
      body: Buffer.concat(chunks).toString(),
      at: Date.now(),
    });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
