import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { idParameters } from '../../fields.ts';
import { readPage } from '../../paging.ts';
import { answerWithSecrets } from '../../plugins/idempotency.ts';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { Problem } from '../../problem.ts';
import { channelList, readChannel } from './queries.ts';
import { Channel, ChannelPage, ChannelQuery, CreatedChannel, NewChannel } from './schemas.ts';
import { createChannel, deleteChannel } from './service.ts';

export const channelRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addSchema(Channel);
  app.addSchema(CreatedChannel);
  app.addSchema(ChannelPage);
  const tags = ['channels'];

  app.post(
    '',
    {
      schema: {
        tags,
        summary: 'Add a webhook that reminders are sent to; its secret is shown this once',
        body: NewChannel,
        response: { 201: jsonText('CreatedChannel', 'The channel with its secret'), ...problemResponses },
      },
    },
    (request, reply) =>
      app.answerOnce.orm(request, reply, async (em) => {
        const { id, json } = await createChannel(em, request.accountId, request.body);
        return answerWithSecrets(json, ['secret'], `/api/v1/channels/${id}`);
      }),
  );

  app.get(
    '',
    {
      schema: {
        tags,
        summary: 'List channels',
        querystring: ChannelQuery,
        response: { 200: jsonText('ChannelPage', 'A page of channels'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await readPage(app.pg, channelList, request.query, request.accountId);
      return reply.type('application/json').send(json);
    },
  );

  app.get(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Read a channel',
        params: idParameters,
        response: { 200: jsonText('Channel', 'The channel, without its secret'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await readChannel(app.pg, request.accountId, request.params.id);
      if (json === undefined) throw new Problem('not_found', `There is no channel ${request.params.id}.`);
      return reply.type('application/json').send(json);
    },
  );

  app.delete(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Delete a channel; what is queued for it is not sent',
        params: idParameters,
        response: { 204: Type.Null({ description: 'It is gone' }), ...problemResponses },
      },
    },
    async (request, reply) => {
      await deleteChannel(app.orm.em.fork(), request.accountId, request.params.id);
      return reply.code(204).send(null);
    },
  );
};
