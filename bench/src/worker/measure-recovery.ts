import { startReceiver } from './receiver.ts';
import { kill, type Stage } from './stage.ts';

const count = 20;
const leadMs = 2000;

/**
 * A worker is killed while all its sends wait for an answer, and another one started at once: after how many seconds all
 * of the messages have arrived again; undefined where that takes longer than `patienceMs`.
 */
export async function measureRecovery(stage: Stage, patienceMs: number): Promise<number | undefined> {
  const receiver = await startReceiver();
  try {
    const victim = await stage.startWorker({ noOp: false });
    const hanging = receiver.expect(count, { hang: true });
    await stage.schedule(Array(count).fill(new Date(Date.now() + leadMs)), receiver.url);
    if (!(await hanging)) throw new Error('not all messages were sent');
    await kill(victim);
    const killedAt = Date.now();
    const arriving = receiver.expect(count, { patienceMs });
    await stage.startWorker({ noOp: false });
    const arrival = await arriving;
    return arrival && (arrival.at - killedAt) / 1000;
  } finally {
    await receiver.stop();
  }
}
