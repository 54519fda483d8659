import { hashToken } from 'db';
import plugin from 'fastify-plugin';
import { Problem } from '../problem.ts';

const accountOfToken = 'select user_id::float8 as account_id from api_tokens where token_hash = $1::bytea';

/** Lets nobody past without a token (RFC 6750 §2.1), before the body is read, and sets `request.accountId`. */
export const authentication = plugin(
  async (app) => {
    app.decorateRequest('accountId', 0);
    app.addHook('onRequest', async (request) => {
      const token = /^Bearer +([!-~]+)$/i.exec(request.headers.authorization ?? '')?.[1];
      if (!token) throw new Problem('unauthorized', 'Send a token as `Authorization: Bearer <token>`.');
      const { rows } = await app.pg.query<{ account_id: number }>({
        name: 'account_of_token',
        text: accountOfToken,
        values: [hashToken(token)],
      });
      if (!rows[0]) throw new Problem('unauthorized', 'The token is not known: it may have been replaced.');
      request.accountId = rows[0].account_id;
    });
  },
  { name: 'authentication', dependencies: ['database', 'problems'] },
);

declare module 'fastify' {
  interface FastifyRequest {
    /** the account whose token came with the request */
    accountId: number;
  }
}
