import { setTimeout as delay } from 'node:timers/promises';

const pauseMs = 20;

/** Calls `probe` until it answers something, every 20 ms; undefined if it still had no answer at `deadline` (by Date.now()). */
export async function pollUntil<Answer>(
  probe: () => Promise<Answer | undefined>,
  deadline: number,
): Promise<Answer | undefined> {
  for (;;) {
    const answer = await probe();
    if (answer !== undefined || Date.now() >= deadline) return answer;
    await delay(pauseMs);
  }
}
