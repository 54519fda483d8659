import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { until } from 'db/testing';

export type Scheme = 'http' | 'https';

/** Certificate and key of the https servers, and the authority to trust for them. */
export const loopbackPem = readFileSync(join(import.meta.dirname, 'loopback.pem'), 'utf8');

export interface LoopbackTarget {
  /** one port, the same at every address */
  port: number;
  /** which requests arrived, as `<method> <path>` */
  requests: string[];
  /** The addresses at which TCP connections arrived since it was last asked, those that are still being accepted too. */
  connections(): Promise<string[]>;
  close(): Promise<void>;
}

/** A real server at each of `addresses` that this machine has, all on one port, which counts who connects. */
export async function startLoopbackTarget(
  scheme: Scheme,
  addresses: Iterable<string>,
  answer: RequestListener,
): Promise<LoopbackTarget> {
  let arrived: Connection[] = [];
  const requests: string[] = [];
  const servers = await listenAtAll(addresses, () => {
    const listener: RequestListener = (request, response) => {
      requests.push(`${request.method} ${request.url}`);
      answer(request, response);
    };
    const server =
      scheme === 'https'
        ? createHttpsServer({ cert: loopbackPem, key: loopbackPem }, listener)
        : createHttpServer(listener);
    return server.on('connection', ({ localAddress = '', remotePort = 0 }: Socket) => {
      arrived.push({ at: localAddress, from: remotePort });
    });
  });
  return {
    port: portOf(servers),
    requests,
    async connections() {
      // connections are accepted in the order they arrive: what came before our own has been counted once ours has
      const ours = await Promise.all(servers.map(knock));
      await until('our own connections are accepted', () =>
        ours.every((knock) => arrived.some((arrival) => isSame(knock, arrival))),
      );
      const theirs = arrived.filter((arrival) => !ours.some((knock) => isSame(knock, arrival)));
      arrived = [];
      return theirs.map(({ at }) => at);
    },
    async close() {
      await Promise.all(servers.map(close));
    },
  };
}

interface Connection {
  /** the server's address */
  at: string;
  /** the client's port */
  from: number;
}

function isSame(one: Connection, other: Connection): boolean {
  return one.at === other.at && one.from === other.from;
}

async function listenAtAll(addresses: Iterable<string>, create: () => Server): Promise<Server[]> {
  for (;;) {
    const servers: Server[] = [];
    try {
      for (const address of addresses) {
        const server = create();
        if (await listen(server, address, portOf(servers))) servers.push(server);
      }
      return servers;
    } catch (error) {
      // the port that was free at the first address is taken at another: choose again
      await Promise.all(servers.map(close));
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
}

/** Answers false where this machine has no such address (containers without IPv6). */
async function listen(server: Server, address: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT' ? resolve(false) : reject(error),
    );
    server.listen(port, address, () => resolve(true));
  });
}

function portOf([first]: Server[]): number {
  return (first?.address() as AddressInfo | undefined)?.port ?? 0;
}

/** Connects and leaves again. */
async function knock(server: Server): Promise<Connection> {
  const { address, port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const socket = connect(port, address, () => {
      const { localPort = 0 } = socket;
      socket.destroy();
      resolve({ at: address, from: localPort });
    });
    socket.once('error', reject);
  });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
