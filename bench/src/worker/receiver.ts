import { once } from 'node:events';
import { spawnNode } from '../spawn-node.ts';

export interface Expectation {
  /** how many messages, each counted once */
  count: number;
  /** answers none of them */
  hang: boolean;
}

export interface Arrival {
  /** Unix ms: when the last of them had arrived */
  at: number;
  /** of each, how many ms after the moment that was asked for it had arrived */
  lateness: number[];
}

export interface Receiver {
  url: string;
  /** Forgets what has come; resolves when as many others have arrived, with undefined where that takes longer than `patienceMs`. */
  expect(count: number, options?: { hang?: boolean; patienceMs?: number }): Promise<Arrival | undefined>;
  stop(): Promise<void>;
}

/** A receiver of webhooks that has a process for itself. */
export async function startReceiver(): Promise<Receiver> {
  const child = spawnNode('worker/receiver-process.ts');
  const [port] = await once(child, 'message');
  return {
    url: `http://127.0.0.1:${port}/`,
    async expect(count, { hang = false, patienceMs = 120_000 } = {}) {
      const patience = AbortSignal.timeout(patienceMs);
      child.send({ count, hang } satisfies Expectation);
      try {
        const [arrival] = await once(child, 'message', { signal: patience });
        return arrival as Arrival;
      } catch (error) {
        if (patience.aborted) return undefined;
        throw error;
      }
    },
    async stop() {
      child.kill();
      await once(child, 'exit');
    },
  };
}
