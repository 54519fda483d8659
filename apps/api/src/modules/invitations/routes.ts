import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { OWNER_ID } from 'db/sql';
import Type from 'typebox';
import { idParameters } from '../../fields.ts';
import { readPage } from '../../paging.ts';
import { answerWithSecrets } from '../../plugins/idempotency.ts';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { Problem } from '../../problem.ts';
import { originOf } from '../../security-events.ts';
import { invitationList } from './queries.ts';
import { CreatedInvitation, Invitation, InvitationPage, InvitationQuery, NewInvitation } from './schemas.ts';
import { createInvitation, revokeInvitation } from './service.ts';

/** How the owner of the server lets people in while sign-up is closed. */
export const invitationRoutes: FastifyPluginAsyncTypebox<{ sendsMail: boolean }> = async (app, { sendsMail }) => {
  app.addSchema(Invitation);
  app.addSchema(CreatedInvitation);
  app.addSchema(InvitationPage);
  const tags = ['invitations'];
  const config = { scope: 'admin' } as const;

  app.post(
    '',
    {
      config,
      schema: {
        tags,
        summary:
          'Invite a person: a link that works once, within 7 days, sent where an address is given; for the owner of the server',
        body: NewInvitation,
        response: { 201: jsonText('CreatedInvitation', 'The invitation'), ...problemResponses },
      },
    },
    async (request, reply) => {
      if (request.accountId !== OWNER_ID)
        throw new Problem('forbidden', 'Only the owner of the server may invite people.');
      const email = request.body?.email ?? null;
      if (email !== null && !sendsMail)
        throw new Problem('conflict', 'This server sends no mail: its operator has to set SMTP_URL.');
      return app.answerOnce.sql(request, reply, async (database) => {
        const json = await createInvitation(database, request.accountId, {
          email,
          publicUrl: app.publicUrl,
          origin: originOf(request),
        });
        return answerWithSecrets(json, ['link', 'token'], '/api/v1/invitations');
      });
    },
  );

  app.get(
    '',
    {
      config,
      schema: {
        tags,
        summary: 'List invitations that can still be used',
        querystring: InvitationQuery,
        response: { 200: jsonText('InvitationPage', 'A page of invitations'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await readPage(app.pg, invitationList, request.query, request.accountId);
      return reply.type('application/json').send(json);
    },
  );

  app.delete(
    '/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Take an invitation back',
        params: idParameters,
        response: { 204: Type.Null({ description: 'It cannot be used any more' }), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await revokeInvitation(app.pg.pool, request.accountId, id, originOf(request))))
        throw new Problem('not_found', `There is no invitation ${id}.`);
      return reply.code(204).send(null);
    },
  );
};
