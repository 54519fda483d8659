import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { Problem } from '../problem.ts';

export interface CrossSiteOptions {
  /** origins of browser applications that may send what a browser sends for them */
  trusted: readonly string[];
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site makes a browser send in its person's name: cookies go along by themselves. A request with an
 * `Authorization` header was made by who has the token. The rules are those of Go's net/http CrossOriginProtection: by
 * Sec-Fetch-Site where the browser sends it (to https and localhost), else by Origin; a request with neither comes from
 * a program. Routes that look at no cookie are let be: they say `config: { fromAnywhere: true }`.
 */
export const crossSite = plugin<CrossSiteOptions>(
  async (app, { trusted }) => {
    app.addHook('onRequest', async (request) => {
      if (safe.has(request.method) || request.headers.authorization !== undefined) return;
      if (request.routeOptions.config.fromAnywhere) return;
      if (isFromElsewhere(request, trusted))
        throw new Problem('cross_site', 'Another site may not send this: see PUBLIC_URL and CORS_ORIGINS.');
    });
  },
  { name: 'cross-site', dependencies: ['problems'] },
);

declare module 'fastify' {
  interface FastifyContextConfig {
    /** what other sites make a browser send is taken, too: whose cookie it has makes no difference */
    fromAnywhere?: boolean;
  }
}

function isFromElsewhere({ headers, host }: FastifyRequest, trusted: readonly string[]): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  if (origin !== undefined && trusted.includes(origin)) return false;
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (origin === undefined) return false;
  return URL.parse(origin)?.host !== host;
}
