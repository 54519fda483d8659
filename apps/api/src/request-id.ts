import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { secretTokens } from 'db/sql';

/** What proxies and clients send, and nothing that could be more than a name in a log. */
const acceptable = /^[\w.:=+/-]{1,128}$/;

/** The id that a request came with, in `X-Request-Id`; a new one where it has none that can be kept. */
export function requestIdOf({ 'x-request-id': given }: IncomingHttpHeaders): string {
  if (typeof given !== 'string' || !acceptable.test(given)) return randomUUID();
  // somebody's token is no name
  return given.search(secretTokens) === -1 ? given : randomUUID();
}

// Asked for where reminders and deliveries are written, so that the rules in between need not hand on what is none of
// their business.
const storage = new AsyncLocalStorage<string>();

/** Runs the handler of a request, which then is the current one. */
export function handleAs(requestId: string, handle: () => void): void {
  storage.run(requestId, handle);
}

/** The id of the request that is being handled, or null where none is: an operator's command. */
export function currentRequestId(): string | null {
  return storage.getStore() ?? null;
}
