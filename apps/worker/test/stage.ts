import { createTestDatabase, type TestDatabase } from 'db/testing';
import { pino } from 'pino';
import { afterEach, beforeEach } from 'vitest';
import { startWorker, type Worker, type WorkerOptions } from '../src/worker.ts';
import { type Receiver, startReceiver } from './receiver.ts';

export interface Stage {
  database: TestDatabase;
  /** Starts a worker that may ring loopback and stops without patience. */
  work(options?: Partial<WorkerOptions>): Promise<Worker>;
  receiver(...parameters: Parameters<typeof startReceiver>): Promise<Receiver>;
  /** For what else a test starts: ended before workers and receivers. */
  onEnd(end: () => Promise<void>): void;
}

/** A database of its own for each test of a file, and the end of all that it started. */
export function useStage(): () => Stage {
  let stage: Stage;
  let ends: (() => Promise<void>)[];

  beforeEach(async () => {
    const database = await createTestDatabase();
    ends = [];
    const onEnd = (end: () => Promise<void>) => void ends.push(end);
    stage = {
      database,
      onEnd,
      async work(options = {}) {
        const log = pino({ level: 'silent' });
        const worker = await startWorker({
          databaseUrl: database.appUrl,
          log,
          allowPrivateTargets: true,
          publicUrl: 'https://todo.example.com',
          drainMs: 100,
          ...options,
        });
        let stopped: Promise<void> | undefined;
        const stop = () => {
          stopped ??= worker.stop();
          return stopped;
        };
        onEnd(stop);
        return { ...worker, stop };
      },
      async receiver(...parameters) {
        const receiver = await startReceiver(...parameters);
        onEnd(receiver.close);
        return receiver;
      },
    };
  });

  afterEach(async () => {
    // the last that was started first
    for (const end of ends.reverse()) await end();
    await stage.database.drop();
  });

  return () => stage;
}
