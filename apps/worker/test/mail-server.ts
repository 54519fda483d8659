import type { AddressInfo, Socket } from 'node:net';
import { until } from 'db/testing';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  /** the addresses of the envelope */
  from: string;
  to: string[];
  user: string | undefined;
  secure: boolean;
  source: string;
  mail: ParsedMail;
}

export interface MailServer {
  port: number;
  /** smtp://127.0.0.1 and its port */
  url: string;
  received: ReceivedMail[];
  /** how many connections were made, are open, and were open at most */
  connections: { made: number; open: number; most: number };
  /** Waits until `count` messages have arrived. */
  receive(count: number): Promise<ReceivedMail[]>;
  /** Ends all connections. */
  hangUp(): void;
  close(): Promise<void>;
}

/** An error that the server answers with this code. */
export function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** A real SMTP server that keeps what it is sent; `refuse` may answer a message with an error instead. */
export async function startMailServer(
  options: SMTPServerOptions = {},
  refuse: (attempt: number) => Error | undefined = () => undefined,
): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const connections = { made: 0, open: 0, most: 0 };
  let attempts = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const refusal = refuse(attempts++);
        if (refusal) return callback(refusal);
        const source = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        simpleParser(source).then((mail) => {
          const from = mailFrom ? mailFrom.address : '';
          const to = rcptTo.map(({ address }) => address);
          const user = session.user === undefined ? undefined : String(session.user);
          received.push({ from, to, user, secure: session.secure, source: source.toString(), mail });
          callback(null, 'queued');
        }, callback);
      });
    },
    ...options,
  });
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    connections.made++;
    connections.open++;
    connections.most = Math.max(connections.most, connections.open);
    socket.on('close', () => {
      sockets.delete(socket);
      connections.open--;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    connections,
    receive: (count) => until(`${count} mails at the server`, () => received.length >= count && received),
    hangUp() {
      for (const socket of sockets) socket.end();
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
