import forms from '@fastify/formbody';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { dropEmptyFields, html, sendPage, sendProblemPage } from '../../page.ts';
import { htmlPage, problemResponses } from '../../plugins/openapi.ts';
import { originOf } from '../../security-events.ts';
import { createAccount, isInvited, notInvited } from './create-account.ts';
import { invitationParameters, SignUpForm } from './schemas.ts';

/** The page that the link of an invitation leads to. */
export const signUpPage: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(forms);
  app.setErrorHandler(sendProblemPage);
  const open = { tags: ['accounts'], security: [], params: invitationParameters };

  app.get(
    '',
    {
      schema: {
        ...open,
        operationId: 'showSignUpForm',
        summary: 'The form behind an invitation',
        response: { 200: htmlPage('The form'), ...problemResponses },
      },
    },
    async (request, reply) => {
      if (!(await isInvited(app.pg, request.params.token))) throw notInvited();
      return sendPage(
        reply,
        'Make an account',
        html`<form method="post">
<p><label>E-mail address<br><input name="email" type="email" required autocomplete="username" maxlength="254"></label></p>
<p><label>Password, at least 10 characters<br><input name="password" type="password" required autocomplete="new-password" minlength="10" maxlength="1000"></label></p>
<p><label>Name (may stay empty)<br><input name="name" autocomplete="name" maxlength="200"></label></p>
<p><label>Time zone, such as Europe/Berlin (empty: UTC)<br><input name="time_zone" maxlength="100"></label></p>
<p><button>Make the account</button></p>
</form>`,
      );
    },
  );

  app.post(
    '',
    {
      preValidation: dropEmptyFields,
      schema: {
        ...open,
        operationId: 'submitSignUpForm',
        summary: 'Make an account from the form',
        consumes: ['application/x-www-form-urlencoded'],
        body: SignUpForm,
        response: { 201: htmlPage('The account is made'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { email, password, name, time_zone } = request.body;
      const { token } = request.params;
      await app.limits.attempt('account from', request);
      if (!(await isInvited(app.pg, token))) throw notInvited();
      await createAccount(
        app.pg.pool,
        {
          email,
          passwordHash: await app.passwords.hash(password),
          name,
          timeZone: time_zone,
        },
        { invitation: token, origin: originOf(request) },
      );
      return sendPage(reply.code(201), 'Welcome', html`<p>The account ${email} is made. You can sign in now.</p>`);
    },
  );
};
