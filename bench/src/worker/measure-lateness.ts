import type { Receiver } from './receiver.ts';
import type { Stage } from './stage.ts';

const leadMs = 3000;

/** How many ms after their moments messages arrive that are due at random ones, `perSecond` for some seconds. */
export async function measureLateness(
  stage: Stage,
  receiver: Receiver,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<number[]> {
  await stage.startWorker({ noOp: false });
  const start = Date.now() + leadMs;
  const moments = Array.from(
    { length: perSecond * seconds },
    () => new Date(Math.round(start + Math.random() * seconds * 1000)),
  );
  const arriving = receiver.expect(moments.length);
  await stage.schedule(moments, receiver.url);
  const arrival = await arriving;
  if (!arrival) throw new Error('not all messages arrived');
  return arrival.lateness;
}
