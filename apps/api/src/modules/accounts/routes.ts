import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { Problem } from '../../problem.ts';
import { originOf } from '../../security-events.ts';
import { createAccount, isInvited, notInvited } from './create-account.ts';
import { Account, NewAccount } from './schemas.ts';
import { signUpPage } from './sign-up-page.ts';

/** How people get an account. */
export const accountRoutes: FastifyPluginAsyncTypebox<{ signup: 'open' | 'closed' }> = async (app, { signup }) => {
  app.addSchema(Account);

  app.post(
    '',
    {
      schema: {
        tags: ['accounts'],
        security: [],
        summary: 'Make an account; while sign-up is closed, with an invitation',
        body: NewAccount,
        response: { 201: jsonText('Account', 'The account: sign in with POST /api/v1/sessions'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { email, password, name, time_zone, invitation } = request.body;
      await app.limits.attempt('account from', request);
      if (signup === 'closed' && invitation === undefined)
        throw new Problem('signup_closed', 'This server takes new accounts by invitation only.');
      if (invitation !== undefined && !(await isInvited(app.pg, invitation))) throw notInvited();
      const { json } = await createAccount(
        app.pg.pool,
        { email, passwordHash: await app.passwords.hash(password), name, timeZone: time_zone },
        { invitation, origin: originOf(request) },
      );
      return reply.code(201).header('location', '/api/v1/me').type('application/json').send(json);
    },
  );

  await app.register(signUpPage, { prefix: '/by-invitation/:token' });
};
