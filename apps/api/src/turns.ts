import type { ServerResponse } from 'node:http';
import { Problem } from './problem.ts';

/** How long somebody waits for their turn: as long as for a connection that others have. */
const patienceMs = 5000;
/** How many of one account wait: what comes in that time by the standard rate limit. */
const mostWaiting = 500;

/** What an account holds, and who of it waits. */
interface Share {
  held: number;
  waiting: Set<() => void>;
}

/**
 * A number of places, of which an account holds as many as it leaves free at most, or one: the more accounts hold much, the
 * less another one gets, and it takes many of them to leave nothing. Who waits gets a place in the order in which they came.
 */
export class Turns {
  #free: number;
  /** of the accounts that hold or wait for something, who was served last at the end */
  readonly #shares = new Map<number, Share>();

  constructor(places: number) {
    this.#free = places;
  }

  get free(): number {
    return this.#free;
  }

  /** Counts a place as taken by somebody without an account, who does not wait here. */
  occupy(): void {
    this.#free -= 1;
  }

  /** Comes back with a place. Throws unavailable where that takes too long, too many wait, or the client goes away meanwhile. */
  async take(account: number, response: ServerResponse): Promise<void> {
    const share = this.#shares.get(account) ?? { held: 0, waiting: new Set() };
    this.#shares.set(account, share);
    if (this.#hasRoomFor(share)) {
      this.#give(account, share);
      return;
    }
    const hasGone = response.destroyed && !response.writableFinished;
    if (hasGone || share.waiting.size >= mostWaiting) {
      this.#forgetUnused(account, share);
      throw tooBusy();
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const go = () => {
      share.waiting.delete(go);
      resolve();
    };
    const giveUp = () => {
      share.waiting.delete(go);
      this.#forgetUnused(account, share);
      reject(tooBusy());
    };
    share.waiting.add(go);
    const timer = setTimeout(giveUp, patienceMs);
    response.once('close', giveUp);
    await promise.finally(() => {
      clearTimeout(timer);
      response.off('close', giveUp);
    });
  }

  /** Gives a place back, to whoever waits and has least. */
  leave(account?: number): void {
    this.#free += 1;
    const share = account === undefined ? undefined : this.#shares.get(account);
    if (share) share.held -= 1;
    for (let next = this.#next(); next; next = this.#next()) {
      this.#give(...next);
      const [go] = next[1].waiting;
      go?.();
    }
    if (account !== undefined && share) this.#forgetUnused(account, share);
  }

  #hasRoomFor({ held }: Share): boolean {
    return held === 0 ? this.#free > 0 : held + 1 < this.#free;
  }

  #give(account: number, share: Share): void {
    this.#free -= 1;
    share.held += 1;
    this.#shares.delete(account);
    this.#shares.set(account, share);
  }

  /** Whoever has least of those that wait and may have more; of several, who was served least recently. */
  #next(): [number, Share] | undefined {
    let next: [number, Share] | undefined;
    for (const entry of this.#shares) {
      const [, share] = entry;
      if (share.waiting.size > 0 && this.#hasRoomFor(share) && share.held < (next?.[1].held ?? Infinity)) next = entry;
    }
    return next;
  }

  #forgetUnused(account: number, { held, waiting }: Share): void {
    if (held === 0 && waiting.size === 0) this.#shares.delete(account);
  }
}

function tooBusy(): Problem {
  const detail = 'Too much is under way in this account. Try again in a moment.';
  return new Problem('unavailable', detail, { headers: { 'retry-after': '5' } });
}
