import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { idParameters } from '../../fields.ts';
import { readPage } from '../../paging.ts';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { Problem } from '../../problem.ts';
import { originOf } from '../../security-events.ts';
import { clearSessionCookie, setSessionCookie } from '../../session-cookie.ts';
import { verifyPassword } from '../../verify-password.ts';
import { sessionList } from './queries.ts';
import { Session, SessionPage, SessionQuery, SignIn } from './schemas.ts';
import { createSession, endSession, findByEmail, recordRefusal } from './service.ts';

export const sessionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addSchema(Session);
  app.addSchema(SessionPage);
  const tags = ['sessions'];
  const ended = { 204: Type.Null({ description: 'It is over' }), ...problemResponses };

  app.post(
    '',
    {
      schema: {
        tags,
        security: [],
        operationId: 'signIn',
        summary: 'Sign in: the answer sets a cookie that opens what a token opens, for 30 days',
        body: SignIn,
        response: { 201: jsonText('Session', 'The session'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const email = request.body.email.toLowerCase();
      const { password } = request.body;
      const origin = originOf(request);
      await app.limits.attempt('sign-in from', request);
      await app.limits.attempt('sign-in to', email);
      const signIn = async () => {
        const account = await findByEmail(app.pg, email);
        const passwordHash = account?.password_hash ?? null;
        const right = await verifyPassword(app, email, passwordHash, password);
        if (!right || !account || passwordHash === null) {
          await recordRefusal(app.pg, email, origin);
          throw refused();
        }
        const rehash = app.passwords.isOutdated(passwordHash) ? await app.passwords.hash(password) : undefined;
        return createSession(app.pg.pool, { id: account.id, passwordHash }, rehash, origin);
      };
      // once more: another sign-in may have hashed the password anew meanwhile
      const session = (await signIn()) ?? (await signIn());
      if (!session) throw refused();
      await app.limits.forgive('sign-in to', email);
      setSessionCookie(request, reply, session.secret);
      return reply.code(201).type('application/json').send(session.json);
    },
  );

  app.get(
    '',
    {
      config: { scope: 'admin' },
      schema: {
        tags,
        summary: 'List my sessions, newest first',
        querystring: SessionQuery,
        response: { 200: jsonText('SessionPage', 'A page of sessions'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const current = request.credential?.kind === 'session' ? request.credential.id : 0;
      const json = await readPage(app.pg, sessionList, request.query, request.accountId, current);
      return reply.type('application/json').send(json);
    },
  );

  app.delete(
    '/current',
    { config: { scope: 'read' }, schema: { tags, operationId: 'signOut', summary: 'Sign out', response: ended } },
    async (request, reply) => {
      if (request.credential?.kind !== 'session')
        throw new Problem('not_found', 'A token came with this, not a session.');
      await endSession(app.pg.pool, request.accountId, request.credential.id, originOf(request));
      app.credentials.forget();
      clearSessionCookie(request, reply);
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/:id',
    {
      config: { scope: 'admin' },
      schema: { tags, summary: 'End one of my sessions', params: idParameters, response: ended },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await endSession(app.pg.pool, request.accountId, id, originOf(request))))
        throw new Problem('not_found', `There is no session ${id}.`);
      app.credentials.forget();
      return reply.code(204).send(null);
    },
  );
};

/** The same whether there is such an account, whether it has a password, and whether it is disabled. */
function refused(): Problem {
  return new Problem('invalid_credentials', 'There is no account with this e-mail address and password.');
}
