import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { parseDateTime } from 'schedule';
import Type from 'typebox';
import { idParameters } from '../../fields.ts';
import { readPage } from '../../paging.ts';
import { answerWithSecrets } from '../../plugins/idempotency.ts';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { Problem } from '../../problem.ts';
import { originOf } from '../../security-events.ts';
import { readToken, tokenList } from './queries.ts';
import { CreatedToken, NewToken, Token, TokenPage, TokenQuery } from './schemas.ts';
import { createToken, revokeToken } from './service.ts';

export const tokenRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addSchema(Token);
  app.addSchema(CreatedToken);
  app.addSchema(TokenPage);
  const tags = ['tokens'];
  const config = { scope: 'admin' } as const;

  app.post(
    '',
    {
      config,
      schema: {
        tags,
        summary: 'Make a token for a program; it may do no more than what makes it, and is shown this once',
        body: NewToken,
        response: { 201: jsonText('CreatedToken', 'The token'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { credential } = request;
      if (credential?.kind === 'api' && credential.expiresAt !== null && !endsBy(request.body, credential.expiresAt))
        throw new Problem('forbidden', 'A token that ends cannot make one that lasts longer: give it an expires_at.');
      const beyond = request.body.scopes.filter((scope) => !credential?.scopes.includes(scope));
      if (beyond.length > 0)
        throw new Problem('insufficient_scope', `Who may not ${beyond.join(' and ')} cannot make a token that may.`);
      return app.answerOnce.sql(request, reply, async (database) => {
        const { id, json } = await createToken(database, request.accountId, request.body, originOf(request));
        return answerWithSecrets(json, ['token'], `/api/v1/tokens/${id}`);
      });
    },
  );

  app.get(
    '',
    {
      config,
      schema: {
        tags,
        summary: 'List tokens',
        querystring: TokenQuery,
        response: { 200: jsonText('TokenPage', 'A page of tokens'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await readPage(app.pg, tokenList, request.query, request.accountId);
      return reply.type('application/json').send(json);
    },
  );

  app.get(
    '/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Read what a token may do and when it was last used',
        params: idParameters,
        response: { 200: jsonText('Token', 'It, without what opens anything'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await readToken(app.pg, request.accountId, request.params.id);
      if (json === undefined) throw new Problem('not_found', `There is no token ${request.params.id}.`);
      return reply.type('application/json').send(json);
    },
  );

  app.delete(
    '/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Revoke a token: here it opens nothing from now on, on other replicas within a second',
        params: idParameters,
        response: { 204: Type.Null({ description: 'It is revoked' }), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await revokeToken(app.pg.pool, request.accountId, id, originOf(request))))
        throw new Problem('not_found', `There is no token ${id}.`);
      app.credentials.forget();
      return reply.code(204).send(null);
    },
  );
};

/** Whether what is asked for ends by `end`, in Unix ms. */
function endsBy({ expires_at }: { expires_at?: string | null }, end: number): boolean {
  return typeof expires_at === 'string' && (parseDateTime(expires_at)?.getTime() ?? 0) <= end;
}
