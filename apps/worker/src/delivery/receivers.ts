/** After how many sends without an answer in time a receiver is taken to hang, and how many it may hold then. */
const hangsAfter = 3;
const limitOfHanging = 2;

/** How much each receiver of a lane holds of this worker: so that one that hangs does not hold all. By its channel's id. */
export class Receivers {
  readonly limit: number;
  readonly #inFlight = new Map<number, number>();
  /** sends that were not answered in time, since the last that was */
  readonly #timedOut = new Map<number, number>();

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

  note(id: number, timedOut: boolean): void {
    if (timedOut) this.#timedOut.set(id, (this.#timedOut.get(id) ?? 0) + 1);
    else this.#timedOut.delete(id);
  }

  isFull(id: number): boolean {
    return (this.#inFlight.get(id) ?? 0) >= this.#limitOf(id);
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
