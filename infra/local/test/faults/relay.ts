import { connect, createServer, type Socket } from 'node:net';

export interface Relay {
  port: number;
  /** Passes what comes from now on to another port, and cuts what goes to the one before. */
  lead(port: number): void;
  close(): Promise<void>;
}

/** An address that stays while the server behind it changes, as a virtual address or a balancer does. */
export async function startRelay(target: number): Promise<Relay> {
  const open = new Set<Socket>();
  let port = target;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => {});
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    lead(next) {
      port = next;
      cut();
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
