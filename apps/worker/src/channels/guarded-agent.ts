import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { isPublicAddress } from './is-public-address.ts';

/** Answers all addresses of a name, as `dns.lookup` does. */
export type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface GuardedAgentOptions {
  allowPrivateTargets: boolean;
  // tests have only loopback to connect to: one of its addresses stands for the internet
  resolve?: Resolve;
  isPublic?: (address: string) => boolean;
}

/** The target is, or its name resolves to, an address that accounts may not reach. */
export class RefusedTargetError extends Error {
  override name = 'RefusedTargetError';

  constructor(host: string, address: string) {
    const resolved = host === address ? '' : ` (${address})`;
    super(`${host}${resolved} is not a public address: see ALLOW_PRIVATE_TARGETS`);
  }
}

const options = {
  pipelining: 1,
  // how long an idle connection is kept where the receiver does not say: longer, and one it has just closed is used
  keepAliveTimeout: 1000,
  keepAliveMaxTimeout: 10_000,
};
const timeout = 10_000;

/**
 * The one way out for requests to addresses that accounts choose. Unless `allowPrivateTargets`, every connection is
 * refused whose address is not public unicast: loopback, private, link-local (cloud metadata), multicast, reserved,
 * and IPv6 forms of those. It is checked at the connection itself, so neither spellings of an address nor a name that
 * resolves differently the second time get past.
 */
export function createGuardedAgent({
  allowPrivateTargets,
  resolve = lookup,
  isPublic = isPublicAddress,
}: GuardedAgentOptions): Agent {
  const isAllowed = allowPrivateTargets ? () => true : isPublic;
  // Node calls `lookup` for names only; literal addresses never get there
  const connect = buildConnector({ timeout, lookup: guardLookup(resolve, isAllowed) });
  return new Agent({
    ...options,
    connect(target, callback) {
      const host = target.hostname;
      if (isIP(host) && !isAllowed(host)) return void callback(new RefusedTargetError(host, host), null);
      connect(target, callback);
    },
  });
}

/** Resolves a name, and refuses it if any of its addresses is not allowed: the connection could go to any of them. */
function guardLookup(resolve: Resolve, isAllowed: (address: string) => boolean): LookupFunction {
  return (host, lookupOptions, callback) => {
    resolve(host, { ...lookupOptions, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const refused = addresses.find(({ address }) => !isAllowed(address));
      if (refused) return callback(new RefusedTargetError(host, refused.address), []);
      const [first] = addresses;
      // Node throws on an empty answer where nobody can catch it
      if (!first) return callback(new Error(`${host} has no address`), []);
      if (lookupOptions.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
