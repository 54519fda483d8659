import { setTimeout as delay } from 'node:timers/promises';
import forms from '@fastify/formbody';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { text } from '../../fields.ts';
import { html, sendPage, sendProblemPage } from '../../page.ts';
import { htmlPage, problemResponses } from '../../plugins/openapi.ts';
import { originOf } from '../../security-events.ts';
import { ChosenPassword, ResetRequest, resetParameters } from './schemas.ts';
import { demandReset, requestReset, useReset } from './service.ts';

const answerAfterMs = 100;

const open = { tags: ['password resets'], security: [] };

/** How people get in again who forgot their password. */
export const passwordResetRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '',
    {
      schema: {
        ...open,
        operationId: 'requestPasswordReset',
        summary: 'Ask for a link to a new password; the answer is the same whether there is such an account',
        body: ResetRequest,
        response: {
          // no body, where Null would be one
          202: Type.Unsafe<undefined>({
            type: 'null',
            description: 'If there is such an account, it gets a message',
          }),
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const email = request.body.email.toLowerCase();
      await app.limits.attempt('reset from', request);
      await app.limits.attempt('reset of', email);
      // what is written for an account takes a few ms more: both answers wait for longer than that
      await Promise.all([requestReset(app.pg, email, originOf(request)), delay(answerAfterMs)]);
      return reply.code(202).send();
    },
  );

  app.put(
    '/:token',
    {
      schema: {
        ...open,
        operationId: 'choosePassword',
        summary: 'Choose a new password; all sessions end, tokens stay',
        params: resetParameters,
        body: ChosenPassword,
        response: { 204: Type.Null({ description: 'It is the password now' }), ...problemResponses },
      },
    },
    async (request, reply) => {
      await reset(app, request, request.params.token, request.body.password);
      return reply.code(204).send(null);
    },
  );

  await app.register(resetPage);
};

/** The page that the link in the message leads to. */
const resetPage: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(forms);
  app.setErrorHandler(sendProblemPage);

  app.get(
    '/:token',
    {
      schema: {
        ...open,
        operationId: 'showPasswordForm',
        summary: 'The form behind the link',
        params: resetParameters,
        response: { 200: htmlPage('The form'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const email = await demandReset(app.pg, request.params.token);
      return sendPage(
        reply,
        'Choose a new password',
        html`<form method="post">
<p><label>Account<br><input name="email" type="email" value="${email}" readonly autocomplete="username"></label></p>
<p><label>New password, at least 10 characters<br><input name="password" type="password" required autocomplete="new-password" minlength="10" maxlength="1000"></label></p>
<p><button>Set the password</button></p>
</form>`,
      );
    },
  );

  app.post(
    '/:token',
    {
      schema: {
        ...open,
        operationId: 'submitPasswordForm',
        summary: 'Choose a new password by the form',
        consumes: ['application/x-www-form-urlencoded'],
        params: resetParameters,
        // browsers' password managers want to see the account in the form
        body: Type.Object(
          { ...ChosenPassword.properties, email: Type.Optional(text(0, 254)) },
          { additionalProperties: false },
        ),
        response: { 200: htmlPage('It is the password now'), ...problemResponses },
      },
    },
    async (request, reply) => {
      await reset(app, request, request.params.token, request.body.password);
      return sendPage(reply, 'Done', html`<p>The password is changed. You can sign in with it now.</p>`);
    },
  );
};

async function reset(app: FastifyInstance, request: FastifyRequest, token: string, password: string): Promise<void> {
  // hashing is dear: not for a link that is none
  const email = await demandReset(app.pg, token);
  await useReset(app.pg.pool, token, await app.passwords.hash(password), originOf(request));
  app.credentials.forget();
  await app.limits.forgive('sign-in to', email);
}
