import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { problemResponses } from '../../plugins/openapi.ts';

const Greeting = Type.Object({ msg: Type.String(), success: Type.Boolean(), data: Type.Null() });
const Status = Type.Object({ status: Type.String() });

/** What anyone may ask: whether this is the API, whether the process lives, and whether it can serve. */
export const statusRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const open = { security: [], tags: ['status'] };

  app.get('/api', { schema: { ...open, summary: 'Say hello', response: { 200: Greeting } } }, () => ({
    msg: 'todos api is up',
    success: true,
    data: null,
  }));

  app.get('/livez', { schema: { ...open, summary: 'Does the process live?', response: { 200: Status } } }, () => ({
    status: 'alive',
  }));

  app.get(
    '/readyz',
    { schema: { ...open, summary: 'Can it serve?', response: { 200: Status, ...problemResponses } } },
    async () => {
      await app.pg.query('select 1');
      return { status: 'ready' };
    },
  );
};
