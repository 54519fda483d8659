/** After how many sends without an answer in time a receiver is taken to hang, and how many it may hold then. */
const hangsAfter = 3;
const limitOfHanging = 2;

/** How much each receiver of a lane holds of this worker: so that one that hangs does not hold all. By its channel's id. */
export class Receivers {
  readonly limit: number;
  readonly #inFlight = new Map<number, number>();
  /** sends that were not answered in time, since the last that was */
  readonly #timedOut = new Map<number, number>();
  readonly #mayHaveMore = new Set<number>();

  constructor(limit: number) {
    this.limit = limit;
  }

  begin(id: number): void {
    this.#inFlight.set(id, (this.#inFlight.get(id) ?? 0) + 1);
  }

  end(id: number): void {
    const left = (this.#inFlight.get(id) ?? 0) - 1;
    if (left > 0) this.#inFlight.set(id, left);
    else this.#inFlight.delete(id);
  }

  /** Whether more may be ready for it than it was given. */
  mayHaveMore(id: number): boolean {
    return this.#mayHaveMore.has(id);
  }

  note(id: number, timedOut: boolean): void {
    if (timedOut) this.#timedOut.set(id, (this.#timedOut.get(id) ?? 0) + 1);
    else this.#timedOut.delete(id);
  }

  /** Writes down what a claim gave, of what it might have given: whoever got all of it may have more. */
  served(claimed: Iterable<number>, free: Map<number, number>): void {
    const counts = new Map<number, number>();
    for (const id of claimed) counts.set(id, (counts.get(id) ?? 0) + 1);
    // who could not be given anything was not looked at
    for (const [id, left] of free) if (left <= 0) this.#mayHaveMore.add(id);
    for (const [id, count] of counts) {
      if (count >= (free.get(id) ?? this.limit)) this.#mayHaveMore.add(id);
      else this.#mayHaveMore.delete(id);
    }
  }

  /** Whether more may be ready for it than it was given, and it holds so little that another claim is worth it. */
  isWorthClaiming(id: number): boolean {
    return this.#mayHaveMore.has(id) && (this.#inFlight.get(id) ?? 0) <= this.#limitOf(id) / 2;
  }

  /** How many more each may get that may not get `limit`. */
  free(): Map<number, number> {
    const ids = new Set([...this.#inFlight.keys(), ...this.#timedOut.keys()]);
    return new Map(Array.from(ids, (id) => [id, Math.max(0, this.#limitOf(id) - (this.#inFlight.get(id) ?? 0))]));
  }

  #limitOf(id: number): number {
    return (this.#timedOut.get(id) ?? 0) >= hangsAfter ? Math.min(limitOfHanging, this.limit) : this.limit;
  }
}
