/** After how many sends without an answer in time a receiver is taken to hang, and how many it may hold then. */
const hangsAfter = 3;
const limitOfHanging = 2;

/** A receiver that answers within so many ms may hold so many times `limit`: they wait here, and come in larger claims. */
const briskMs = 100;
const timesOfBrisk = 4;

/** How much each receiver of a lane holds of this worker: so that one that hangs does not hold all. By its channel's id. */
export class Receivers {
  /** how many sends to one receiver run at once; so many it may hold, unless it is known to hang or to be brisk */
  readonly limit: number;
  readonly #held = new Map<number, number>();
  readonly #sending = new Map<number, number>();
  readonly #waiting = new Map<number, (() => void)[]>();
  /** sends that were not answered in time, since the last that was */
  readonly #timedOut = new Map<number, number>();
  readonly #brisk = new Set<number>();
  readonly #mayHaveMore = new Set<number>();

  constructor(limit: number) {
    this.limit = limit;
  }

  begin(id: number): void {
    add(this.#held, id, 1);
  }

  end(id: number): void {
    add(this.#held, id, -1);
    if (!this.#held.has(id)) this.#brisk.delete(id);
  }

  /** Runs a send once fewer than `limit` to its receiver run, in the order of the calls. */
  async inTurn(id: number, send: () => Promise<void>): Promise<void> {
    if ((this.#sending.get(id) ?? 0) < this.limit) add(this.#sending, id, 1);
    else await this.#turn(id);
    try {
      await send();
    } finally {
      this.#passTurn(id);
    }
  }

  #turn(id: number): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(id);
      if (waiting) waiting.push(resolve);
      else this.#waiting.set(id, [resolve]);
    });
  }

  #passTurn(id: number): void {
    const waiting = this.#waiting.get(id);
    const next = waiting?.shift();
    if (waiting?.length === 0) this.#waiting.delete(id);
    if (next) next();
    else add(this.#sending, id, -1);
  }

  /** Whether more may be ready for it than it was given. */
  mayHaveMore(id: number): boolean {
    return this.#mayHaveMore.has(id);
  }

  /** Writes down how it took a send: whether its answer came in time, and after how many ms; none where nothing was sent. */
  note(id: number, { timedOut, durationMs }: { timedOut: boolean; durationMs: number | undefined }): void {
    if (timedOut) add(this.#timedOut, id, 1);
    else this.#timedOut.delete(id);
    if (durationMs === undefined) return;
    if (durationMs <= briskMs) this.#brisk.add(id);
    else this.#brisk.delete(id);
  }

  /** Writes down what a claim gave, of what it might have given: whoever got all of it may have more. */
  served(claimed: Iterable<number>, free: Map<number, number>): void {
    const counts = new Map<number, number>();
    for (const id of claimed) add(counts, id, 1);
    // who could not be given anything was not looked at
    for (const [id, left] of free) if (left <= 0) this.#mayHaveMore.add(id);
    for (const [id, count] of counts) {
      if (count >= (free.get(id) ?? this.limit)) this.#mayHaveMore.add(id);
      else this.#mayHaveMore.delete(id);
    }
  }

  /** Whether more may be ready for it than it was given, and it holds so little that another claim is worth it. */
  isWorthClaiming(id: number): boolean {
    return this.#mayHaveMore.has(id) && (this.#held.get(id) ?? 0) <= this.#limitOf(id) / 2;
  }

  /** How many more each may get that may not get `limit`. */
  free(): Map<number, number> {
    const ids = new Set([...this.#held.keys(), ...this.#timedOut.keys()]);
    return new Map(Array.from(ids, (id) => [id, Math.max(0, this.#limitOf(id) - (this.#held.get(id) ?? 0))]));
  }

  #limitOf(id: number): number {
    if ((this.#timedOut.get(id) ?? 0) >= hangsAfter) return Math.min(limitOfHanging, this.limit);
    return this.#brisk.has(id) ? this.limit * timesOfBrisk : this.limit;
  }
}

/** Counts; what is down to 0 is not kept. */
function add(counts: Map<number, number>, id: number, count: number): void {
  const sum = (counts.get(id) ?? 0) + count;
  if (sum > 0) counts.set(id, sum);
  else counts.delete(id);
}
