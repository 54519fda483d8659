import type pg from 'pg';
import type { ClaimedDelivery } from './claimed-delivery.ts';

/** After how many ms a send without an answer is slow. */
const slowMs = 1000;

type Delivery = Pick<ClaimedDelivery, 'account_id'>;

/** Sends that wait for their receivers: what is slow leaves its place to others, and an account with much of it gets no more. */
export class SlowSends {
  /** how many may leave their places, and how many of an account there are once it gets no more */
  readonly #most: number;
  readonly #mostOfAccount: number;
  readonly #waiting = new Set<Delivery>();
  readonly #slow = new Set<Delivery>();

  constructor(most: number, mostOfAccount: number) {
    this.#most = most;
    this.#mostOfAccount = mostOfAccount;
  }

  /** How many have left their places. */
  get size(): number {
    return this.#slow.size;
  }

  begin(deliveries: Delivery[], onSlow: () => void): void {
    if (deliveries.length === 0 || this.#most === 0) return;
    for (const delivery of deliveries) this.#waiting.add(delivery);
    setTimeout(() => {
      const left = deliveries.filter((delivery) => this.#waiting.delete(delivery));
      for (const delivery of left.slice(0, this.#most - this.size)) this.#slow.add(delivery);
      if (left.length > 0) onSlow();
    }, slowMs).unref();
  }

  /** Whether it was slow. */
  end(delivery: Delivery): boolean {
    this.#waiting.delete(delivery);
    return this.#slow.delete(delivery);
  }

  /** The channels of accounts of which so much is slow. */
  async channels(database: Pick<pg.Pool, 'query'>): Promise<number[]> {
    const counts = Map.groupBy(this.#slow, ({ account_id }) => account_id);
    const accounts = [...counts].flatMap(([id, { length }]) => (length >= this.#mostOfAccount ? id : []));
    if (accounts.length === 0) return [];
    const { rows } = await database.query<{ id: number }>({
      name: 'channels_of_accounts',
      text: 'select id::float8 as id from channels where user_id = any($1::bigint[])',
      values: [accounts],
    });
    return rows.map(({ id }) => id);
  }
}
