import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { readChanges, readFrontier } from './queries.ts';
import { Change, ChangedReminder, ChangePage, ChangeQuery } from './schemas.ts';

export interface ChangeRoutesOptions {
  /** the schemas of what changes, which other modules have */
  objects: readonly object[];
}

export const changeRoutes: FastifyPluginAsyncTypebox<ChangeRoutesOptions> = async (app, { objects }) => {
  for (const schema of objects) app.addSchema(schema);
  app.addSchema(ChangedReminder);
  app.addSchema(Change);
  app.addSchema(ChangePage);

  app.get(
    '',
    {
      schema: {
        tags: ['changes'],
        summary: 'What changed since a cursor, in order; without one, nothing but the cursor of now',
        querystring: ChangeQuery,
        response: { 200: jsonText('ChangePage', 'A page of changes'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { since, limit } = request.query;
      const { changes, next } =
        since === undefined
          ? { changes: [], next: await readFrontier(app.pg) }
          : await readChanges(
              app.pg,
              request.accountId,
              decodeCursor(since, { in: 'query', pointer: '/since' }),
              limit,
            );
      const data = changes.map(({ json }) => json).join(',');
      return reply.type('application/json').send(`{"data":[${data}],"next_cursor":"${encodeCursor(next)}"}`);
    },
  );
};
