import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { readSchemaVersion, SchemaBehindError } from 'db/sql';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { problemResponses } from '../../plugins/openapi.ts';
import { Problem } from '../../problem.ts';

const Greeting = Type.Object({ msg: Type.String(), success: Type.Boolean(), data: Type.Null() });
const Status = Type.Object({ status: Type.String() });
const Readiness = Type.Object({ status: Type.String(), schema: Type.Enum(['current', 'ahead']) });

/** What anyone may ask: whether this is the API, whether the process lives, and whether it can serve. */
export const statusRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const open = { security: [], tags: ['status'] };

  app.get(
    '/api',
    { schema: { ...open, operationId: 'sayHello', summary: 'Say hello', response: { 200: Greeting } } },
    () => ({
      msg: 'todos api is up',
      success: true,
      data: null,
    }),
  );

  app.get(
    '/livez',
    { schema: { ...open, operationId: 'readLiveness', summary: 'Does the process live?', response: { 200: Status } } },
    () => ({
      status: 'alive',
    }),
  );

  app.get(
    '/readyz',
    {
      schema: {
        ...open,
        operationId: 'readReadiness',
        summary: 'Can it serve?',
        response: { 200: Readiness, ...problemResponses },
      },
    },
    async () => ({ status: 'ready', schema: await readSchema(app) }),
  );
};

/** Asks both doors to the database: one can be shut while the other is open. */
async function readSchema(app: FastifyInstance): Promise<'current' | 'ahead'> {
  await app.orm.em.fork().execute('select 1');
  return readSchemaVersion(app.pg).catch((error) => {
    if (error instanceof SchemaBehindError) throw new Problem('unavailable', error.message, { cause: error });
    throw error;
  });
}
