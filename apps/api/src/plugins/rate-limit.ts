import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import ipaddr from 'ipaddr.js';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../problem.ts';

export interface RateLimitOptions {
  /** requests a minute for each token, session or anonymous address; 0 for no limit */
  perMinute: number;
}

/** How often something may be done that guesses at secrets or sends messages: points in seconds. */
const strict = {
  'sign-in from': { points: 50, duration: 900 },
  'sign-in to': { points: 10, duration: 900 },
  'reset from': { points: 10, duration: 3600 },
  'reset of': { points: 3, duration: 3600 },
  'account from': { points: 20, duration: 3600 },
  'confirmation to': { points: 3, duration: 3600 },
  'confirmation by': { points: 10, duration: 3600 },
  'test by': { points: 60, duration: 3600 },
  'secret of': { points: 10, duration: 86_400 },
  'redelivery by': { points: 60, duration: 3600 },
  'import by': { points: 300, duration: 3600 },
};

type Attempt = keyof typeof strict;

/**
 * Two kinds of limits. All requests are counted in this process's memory: that limit is there to protect the process, and
 * asking a database would cost more than most of the requests. Attempts at passwords are counted in PostgreSQL, for all
 * replicas and over restarts: that limit is there to protect the account.
 */
export const rateLimit = plugin<RateLimitOptions>(
  async (app, { perMinute }) => {
    const requests = perMinute > 0 ? new RateLimiterMemory({ points: perMinute, duration: 60 }) : undefined;
    // a limit of its own: who only asks for what is not there must not shut out the tokens of the same address
    const guesses = perMinute > 0 ? new RateLimiterMemory({ points: perMinute, duration: 60 }) : undefined;
    const attempts = Object.fromEntries(
      Object.entries(strict).map(([name, limit]) => [
        name,
        new RateLimiterPostgres({
          ...limit,
          keyPrefix: name,
          storeClient: app.pg.pool,
          storeType: 'pool',
          tableName: 'rate_limits',
          tableCreated: true,
        }),
      ]),
    ) as Record<Attempt, RateLimiterPostgres>;

    app.decorate('limits', {
      async countRequest(reply, who) {
        if (!requests) return;
        const { result, exceeded } = await consume(requests, who);
        reply.headers(describe(perMinute, result));
        if (exceeded) throw tooMany(result, `More than ${perMinute} requests in a minute.`);
      },
      countAnonymous: (request, reply) => app.limits.countRequest(reply, addressKey(request)),
      async countGuess(request, reply) {
        await guesses?.penalty(addressKey(request));
        await app.limits.countAnonymous(request, reply);
      },
      async demandNoGuesser(request) {
        const result = await guesses?.get(addressKey(request));
        if (result && result.consumedPoints >= perMinute)
          throw tooMany(result, 'Too many unknown tokens from this address.');
      },
      async attempt(name, who) {
        const { result, exceeded } = await consume(attempts[name], keyOf(who));
        if (exceeded) throw tooMany(result, 'Too many attempts.');
      },
      async forgive(name, who) {
        await attempts[name].delete(keyOf(who));
      },
      async refund(name, who) {
        await attempts[name].reward(keyOf(who), 1);
      },
    });
  },
  { name: 'rate-limit', dependencies: ['database'] },
);

declare module 'fastify' {
  interface FastifyInstance {
    limits: {
      /** Counts a request of `who` and says in the answer what is left. Throws too_many_requests. */
      countRequest(reply: FastifyReply, who: string): Promise<void>;
      /** Counts a request of whoever asks from an address. Throws too_many_requests. */
      countAnonymous(request: FastifyRequest, reply: FastifyReply): Promise<void>;
      /** Counts a request with a token or session that is not known. Throws too_many_requests. */
      countGuess(request: FastifyRequest, reply: FastifyReply): Promise<void>;
      /** Throws too_many_requests where the address of `request` has guessed too often; counts nothing. */
      demandNoGuesser(request: FastifyRequest): Promise<void>;
      /** Counts an attempt before it is made, so that many at once are counted too. Throws too_many_requests. */
      attempt(name: Attempt, who: FastifyRequest | string): Promise<void>;
      /** Forgets the attempts: this one was right. */
      forgive(name: Attempt, who: FastifyRequest | string): Promise<void>;
      /** Takes one attempt back. */
      refund(name: Attempt, who: FastifyRequest | string): Promise<void>;
    };
  }
}

/**
 * Whom to count an anonymous request for: an address, and of IPv6 the network, of which everybody has 2^64 addresses.
 * What a proxy forwards and is no address is all counted as one: it may be made up, and of any length.
 */
export function addressKey({ ip }: Pick<FastifyRequest, 'ip'>): string {
  if (!ipaddr.isValid(ip)) return 'no address';
  const address = ipaddr.process(ip);
  return address instanceof ipaddr.IPv6
    ? address.toNormalizedString().split(':').slice(0, 4).join(':')
    : address.toString();
}

/** An e-mail address as its hash: the table of counters is no list of who was tried. */
function keyOf(who: FastifyRequest | string): string {
  return typeof who === 'string' ? createHash('sha256').update(who).digest('base64url') : addressKey(who);
}

interface Consumed {
  result: RateLimiterRes;
  exceeded: boolean;
}

async function consume(limiter: RateLimiterMemory | RateLimiterPostgres, key: string): Promise<Consumed> {
  try {
    return { result: await limiter.consume(key), exceeded: false };
  } catch (reason) {
    // it rejects with what is left, and with an Error where it could not count
    if (reason instanceof RateLimiterRes) return { result: reason, exceeded: true };
    throw reason;
  }
}

/** draft-ietf-httpapi-ratelimit-headers-10 §3 and §4. */
function describe(limit: number, { remainingPoints, msBeforeNext }: RateLimiterRes): Record<string, string> {
  return {
    'ratelimit-policy': `"requests";q=${limit};w=60`,
    ratelimit: `"requests";r=${remainingPoints};t=${Math.ceil(msBeforeNext / 1000)}`,
  };
}

function tooMany({ msBeforeNext }: RateLimiterRes, detail: string): Problem {
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return new Problem('too_many_requests', `${detail} Try again in ${seconds} s.`, {
    headers: { 'retry-after': String(seconds) },
  });
}
