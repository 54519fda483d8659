import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { WrittenDelivery } from '../../delivery-writes.ts';
import { idParameters } from '../../fields.ts';
import { readPage } from '../../paging.ts';
import { type Answer, answerWithSecrets } from '../../plugins/idempotency.ts';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { changeChannel, rotateSecret } from './change-channel.ts';
import { createChannel } from './create-channel.ts';
import { deleteChannel } from './delete-channel.ts';
import { demandUnconfirmed, sendConfirmation, sendTest } from './messages.ts';
import { channelList, readChannel } from './queries.ts';
import { Channel, ChannelChange, ChannelPage, ChannelQuery, CreatedChannel, NewChannel } from './schemas.ts';

export interface ChannelRoutesOptions {
  /** whether the server has mail */
  sendsMail: boolean;
  /** the schema `Delivery`, which another module has */
  delivery: object;
}

export const channelRoutes: FastifyPluginAsyncTypebox<ChannelRoutesOptions> = async (app, { sendsMail, delivery }) => {
  app.addSchema(delivery);
  app.addSchema(Channel);
  app.addSchema(CreatedChannel);
  app.addSchema(ChannelPage);
  const tags = ['channels'];

  app.post(
    '',
    {
      schema: {
        tags,
        summary: 'Add a webhook, an e-mail address or an ntfy topic; the secret of a webhook is shown this once',
        body: NewChannel,
        response: {
          201: jsonText(
            'CreatedChannel',
            'The channel, a webhook with its secret; an address is sent a link to confirm it',
          ),
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const { body, accountId } = request;
      if (body.kind === 'email' && sendsMail) await countConfirmation(app, accountId, body.address);
      return app.answerOnce.sql(request, reply, async (database) => {
        const { id, json } = await createChannel(database, accountId, body, { sendsMail });
        return answerWithSecrets(json, ['secret'], `/api/v1/channels/${id}`);
      });
    },
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
        response: { 200: jsonText('Channel', 'The channel, without its secrets'), ...problemResponses },
      },
    },
    async (request, reply) =>
      reply.type('application/json').send(await readChannel(app.pg, request.accountId, request.params.id)),
  );

  app.patch(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Change a channel (RFC 7396), switch it off and on; an address stays what it is',
        consumes: ['application/merge-patch+json', 'application/json'],
        params: idParameters,
        body: ChannelChange,
        response: { 200: jsonText('Channel', 'The channel as it now is'), ...problemResponses },
      },
    },
    (request, reply) =>
      app.answerOnce.sql(request, reply, async (database) => ({
        status: 200,
        body: await changeChannel(database, request.accountId, request.params.id, request.body),
      })),
  );

  app.post(
    '/:id/rotate-secret',
    {
      schema: {
        tags,
        operationId: 'rotateChannelSecret',
        summary: 'Give a webhook a new secret, shown this once; the old one signs beside it for 24 hours',
        params: idParameters,
        response: { 200: jsonText('CreatedChannel', 'The channel with its new secret'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { accountId, params } = request;
      // each of them signs for a day: their signatures have to fit into a header
      await app.limits.attempt('secret of', `channel ${params.id} of account ${accountId}`);
      return app.answerOnce.sql(request, reply, async (database) => {
        const json = await rotateSecret(database, accountId, params.id);
        return { ...answerWithSecrets(json, ['secret'], `/api/v1/channels/${params.id}`), status: 200 };
      });
    },
  );

  app.post(
    '/:id/test',
    {
      schema: {
        tags,
        summary: 'Send a message that shows that the channel works',
        params: idParameters,
        response: {
          202: jsonText('Delivery', 'It is queued: what becomes of it can be read there'),
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      await app.limits.attempt('test by', `account ${request.accountId}`);
      return app.answerOnce.sql(request, reply, async (database) =>
        answerQueued(await sendTest(database, request.accountId, request.params.id)),
      );
    },
  );

  app.post(
    '/:id/confirmation',
    {
      schema: {
        tags,
        operationId: 'sendChannelConfirmation',
        summary: 'Send the link that confirms an e-mail address again',
        params: idParameters,
        response: { 202: jsonText('Delivery', 'It is queued, or still was'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { accountId, params } = request;
      const address = await demandUnconfirmed(app.pg, accountId, params.id, { sendsMail });
      await countConfirmation(app, accountId, address);
      return app.answerOnce.sql(request, reply, async (database) =>
        answerQueued(await sendConfirmation(database, accountId, params.id)),
      );
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

/** Nobody gets heaps of mail because somebody types their address in. Throws too_many_requests. */
async function countConfirmation(app: FastifyInstance, accountId: number, address: string): Promise<void> {
  await app.limits.attempt('confirmation by', `account ${accountId}`);
  await app.limits.attempt('confirmation to', address.toLowerCase());
}

function answerQueued({ id, json }: WrittenDelivery): Answer {
  return { status: 202, headers: { location: `/api/v1/deliveries/${id}` }, body: json };
}
