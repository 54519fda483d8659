import type { Scope } from 'db';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import plugin from 'fastify-plugin';
import { type Credential, type Credentials, createCredentials, type Presented } from '../credentials.ts';
import { Problem } from '../problem.ts';
import { readSessionCookie } from '../session-cookie.ts';

/**
 * Lets nobody past without a token (RFC 6750 §2.1) or a session, before the body is read, but where the route says
 * `security: []`. Reading needs the scope `read`, other methods `write`, and a route may say `config: { scope }`. Every
 * request is counted: for its token or session, else for its address.
 */
export const authentication = plugin(
  async (app) => {
    app.decorate('credentials', createCredentials(app.pg, app.log));
    app.decorateRequest('credential', null);
    app.decorateRequest('accountId', 0);

    app.addHook('onRoute', (route) => {
      if (isOpen(route.schema)) return;
      const scope = scopeOf(route);
      route.config = { ...route.config, scope };
      route.schema = { ...route.schema, security: [{ token: [scope] }, { session: [] }] };
    });

    app.addHook('onRequest', async (request, reply) => {
      if (isOpen(request.routeOptions.schema)) return app.limits.countAnonymous(request, reply);
      const credential = await identify(request, reply);
      await app.limits.countRequest(reply, `${credential.kind} ${credential.id}`);
      demandScope(credential, request.routeOptions.config.scope);
      request.credential = credential;
      request.accountId = credential.accountId;
    });

    async function identify(request: FastifyRequest, reply: FastifyReply): Promise<Credential> {
      const presented = read(request);
      // an address that guesses is sent away before the database is asked
      const credential =
        presented && (await app.credentials.find(presented, () => app.limits.demandNoGuesser(request)));
      if (credential) return credential;
      if (presented) {
        await app.limits.countGuess(request, reply);
        throw new Problem('unauthorized', unknown[presented.kind]);
      }
      await app.limits.countAnonymous(request, reply);
      throw new Problem('unauthorized', nothing);
    }
  },
  { name: 'authentication', dependencies: ['database', 'problems', 'rate-limit', '@fastify/cookie'] },
);

declare module 'fastify' {
  interface FastifyContextConfig {
    /** what a token must be allowed to do here; by default `read` for GET and HEAD, else `write` */
    scope?: Scope;
  }

  interface FastifyInstance {
    credentials: Credentials;
  }

  interface FastifyRequest {
    /** what the request proved itself with; null on open routes */
    credential: Credential | null;
    /** the account whose token or session came with the request */
    accountId: number;
  }
}

const nothing = 'Send a token as `Authorization: Bearer <token>`, or sign in.';
const unknown = {
  api: 'The token is not known: it may be mistyped, revoked, over or replaced.',
  session: 'The session is over: sign in again.',
};

function isOpen(schema: { security?: unknown } | undefined): boolean {
  return Array.isArray(schema?.security) && schema.security.length === 0;
}

function scopeOf({ method, config }: RouteOptions): Scope {
  const methods = [method].flat();
  return config?.scope ?? (methods.every((each) => each === 'GET' || each === 'HEAD') ? 'read' : 'write');
}

function read(request: FastifyRequest): Presented | undefined {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer +([!-~]+)$/i.exec(authorization)?.[1];
    return token === undefined ? undefined : { kind: 'api', secret: token };
  }
  const session = readSessionCookie(request);
  return session === undefined ? undefined : { kind: 'session', secret: session };
}

/** RFC 6750 §3.1, `insufficient_scope`. */
function demandScope({ scopes }: Credential, scope: Scope | undefined): void {
  if (scope === undefined || scopes.includes(scope)) return;
  throw new Problem('insufficient_scope', `This needs a token with the scope ${scope}.`, {
    headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
  });
}
