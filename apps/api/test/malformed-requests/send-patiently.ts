import { exchange, type Outcome, type Request } from './exchange.ts';

/** How long an answer may take, in ms. */
const patience = 2000;
/** And how long where nothing else is sent: then it is not the others, and hardly the machine. */
const patienceAlone = 5000;

/** Makes a function that sends requests, several at once; one that is not answered in time is sent once more, alone. */
export function createSender(url: string): (request: Request) => Promise<Outcome> {
  const underway = new Set<Promise<Outcome>>();
  let alone: Promise<unknown> = Promise.resolve();

  async function nobodyIsAlone(): Promise<void> {
    for (let seen: unknown; seen !== alone; ) {
      seen = alone;
      await alone;
    }
  }

  return async (request) => {
    await nobodyIsAlone();
    const sending = exchange(url, request, patience);
    underway.add(sending);
    const outcome = await sending;
    underway.delete(sending);
    if (outcome !== 'silent') return outcome;
    const again = Promise.all([alone, ...underway]).then(() => exchange(url, request, patienceAlone));
    alone = again;
    return again;
  };
}
