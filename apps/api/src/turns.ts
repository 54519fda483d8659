import type { ServerResponse } from 'node:http';
import { Problem } from './problem.ts';

/** How long somebody waits for their turn: as long as for a connection that others have. */
const patienceMs = 5000;
/** How many wait: what comes in that time by the standard rate limit. */
const mostWaiting = 500;

/** A number of places, which those who wait for one get in the order in which they came. */
export class Turns {
  readonly #waiting = new Set<() => void>();
  readonly #places: number;
  #taken = 0;

  constructor(places: number) {
    this.#places = places;
  }

  get isUnused(): boolean {
    return this.#taken === 0;
  }

  /** Comes back with a place. Throws unavailable where that takes too long, too many wait, or the client goes away meanwhile. */
  async take(response: ServerResponse): Promise<void> {
    if (this.#taken < this.#places) {
      this.#taken += 1;
      return;
    }
    const hasGone = response.destroyed && !response.writableFinished;
    if (hasGone || this.#waiting.size >= mostWaiting) throw tooBusy();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = () => {
      this.#waiting.delete(resolve);
      reject(tooBusy());
    };
    this.#waiting.add(resolve);
    const timer = setTimeout(giveUp, patienceMs);
    response.once('close', giveUp);
    await promise.finally(() => {
      clearTimeout(timer);
      response.off('close', giveUp);
    });
  }

  /** Gives a place back, to whoever has waited longest. */
  leave(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#taken -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}

function tooBusy(): Problem {
  const detail = 'Too much is under way in this account. Try again in a moment.';
  return new Problem('unavailable', detail, { headers: { 'retry-after': '5' } });
}
