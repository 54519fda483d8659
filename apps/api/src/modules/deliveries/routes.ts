import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { readPage } from '../../paging.ts';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { deliveryList } from './queries.ts';
import { Delivery, DeliveryPage, DeliveryQuery } from './schemas.ts';

export const deliveryRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addSchema(Delivery);
  app.addSchema(DeliveryPage);

  app.get(
    '',
    {
      schema: {
        tags: ['deliveries'],
        summary: 'The log of what was sent, is being retried and failed, newest first',
        querystring: DeliveryQuery,
        response: { 200: jsonText('DeliveryPage', 'A page of deliveries'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await readPage(app.pg, deliveryList, request.query, request.accountId);
      return reply.type('application/json').send(json);
    },
  );
};
