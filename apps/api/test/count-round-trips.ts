import net from 'node:net';

export interface Counter {
  /** of the database, by way of this */
  url: string;
  /** What was sent since the last call, one for each round trip: the name of the statement, or its text. */
  take(): string[];
  close(): Promise<void>;
}

/**
 * Stands between an api and PostgreSQL and counts what is asked: on the wire, so that it does not matter which library
 * asks and what it does by itself (`begin` and `commit` are counted, too).
 */
export async function countRoundTrips(databaseUrl: string): Promise<Counter> {
  const target = new URL(databaseUrl);
  let sent: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(target.port), target.hostname);
    const read = createReader((statement) => sent.push(statement));
    client.on('data', read);
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
  return {
    url: url.href,
    take() {
      const taken = sent;
      sent = [];
      return taken;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Reads what a client sends (PostgreSQL's protocol 3, "Message Formats"): each Query, and each Sync, which ends a Parse, Bind
 * and Execute, waits for an answer.
 */
function createReader(report: (statement: string) => void): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  // the first message alone has no type before its length
  let started = false;
  let statement = '';
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const header = started ? 1 : 0;
      if (pending.length < header + 4) return;
      const end = header + pending.readInt32BE(header);
      if (pending.length < end) return;
      const type = started ? String.fromCharCode(pending[0] ?? 0) : 'startup';
      const body = pending.subarray(header + 4, end);
      pending = pending.subarray(end);
      started = true;
      const texts = body.toString().split('\0');
      if (type === 'P') statement = texts[0] || texts[1] || '';
      // of the statement that was parsed on another occasion
      if (type === 'B') statement = texts[1] || statement;
      if (type === 'Q') report(texts[0] ?? '');
      if (type === 'S') report(statement);
    }
  };
}
