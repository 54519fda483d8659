import { setTimeout as delay } from 'node:timers/promises';
import type { Receiver } from './receiver.ts';
import type { Stage } from './stage.ts';

export interface Throughput {
  /** from the moment they were due until all had arrived and nothing was left to be written down */
  perSecond: number;
  /** processor time in ms for each of them: of the worker, and of PostgreSQL */
  workerMs: number;
  postgresMs: number;
}

export interface BurstOptions {
  count: number;
  /** nothing is sent */
  noOp: boolean;
  /** how long before they are due writing them begins */
  leadMs: number;
}

/** Lets `count` messages be due at one moment. Answers undefined where writing them took longer than until then. */
export async function measureThroughput(
  stage: Stage,
  receiver: Receiver,
  { count, noOp, leadMs }: BurstOptions,
): Promise<Throughput | undefined> {
  await stage.startWorker({ noOp });
  const moment = new Date(Date.now() + leadMs);
  const arriving = noOp ? undefined : receiver.expect(count);
  await stage.schedule(Array(count).fill(moment), receiver.url);
  const before = await stage.readProcessorTime();
  const lead = moment.getTime() - Date.now();
  if (lead < 0) return undefined;
  await delay(lead);
  const arrival = await arriving;
  if (!noOp && !arrival) throw new Error('not all messages arrived');
  const settledAt = await stage.untilSettled();
  const after = await stage.readProcessorTime();
  const attempts = await stage.countAttempts();
  if (attempts < count) throw new Error(`of ${count} attempts ${attempts} were logged`);
  return {
    perSecond: count / ((Math.max(arrival?.at ?? 0, settledAt) - moment.getTime()) / 1000),
    workerMs: (after.worker - before.worker) / count,
    postgresMs: (after.postgres - before.postgres) / count,
  };
}
