import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { idParameters } from '../../fields.ts';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { listDeliveries, readDelivery } from './queries.ts';
import { redeliver, redeliverFailed } from './redeliver.ts';
import { Delivery, DeliveryDetails, DeliveryPage, DeliveryQuery, Redelivered, Redelivery } from './schemas.ts';

export const deliveryRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addSchema(Delivery);
  app.addSchema(DeliveryPage);
  app.addSchema(DeliveryDetails);
  app.addSchema(Redelivered);
  const tags = ['deliveries'];

  app.get(
    '',
    {
      schema: {
        tags,
        summary: 'The log of what was sent, is being retried and failed, newest first',
        querystring: DeliveryQuery,
        response: { 200: jsonText('DeliveryPage', 'A page of deliveries'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await listDeliveries(app.pg, request.accountId, request.query);
      return reply.type('application/json').send(json);
    },
  );

  app.get(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Read a delivery with the attempts to send it',
        params: idParameters,
        response: { 200: jsonText('DeliveryDetails', 'The delivery'), ...problemResponses },
      },
    },
    async (request, reply) =>
      reply.type('application/json').send(await readDelivery(app.pg, request.accountId, request.params.id)),
  );

  app.post(
    '/:id/redeliver',
    {
      schema: {
        tags,
        summary: 'Send again what failed, was cancelled or was delivered, with the webhook_id that it had',
        params: idParameters,
        response: { 202: jsonText('Delivery', 'It is queued'), ...problemResponses },
      },
    },
    async (request, reply) => {
      await app.limits.attempt('redelivery by', `account ${request.accountId}`);
      return app.answerOnce.sql(request, reply, async (database) => {
        const { id } = request.params;
        const body = await redeliver(database, request.accountId, id);
        return { status: 202, headers: { location: `/api/v1/deliveries/${id}` }, body };
      });
    },
  );

  app.post(
    '/redeliver',
    {
      schema: {
        tags,
        summary: 'Send again all that has failed since a moment, up to 1,000 at once',
        body: Redelivery,
        response: { 200: jsonText('Redelivered', 'How many are queued'), ...problemResponses },
      },
    },
    async (request, reply) => {
      await app.limits.attempt('redelivery by', `account ${request.accountId}`);
      return app.answerOnce.sql(request, reply, async (database) => ({
        status: 200,
        body: JSON.stringify(await redeliverFailed(database, request.accountId, request.body)),
      }));
    },
  );
};
