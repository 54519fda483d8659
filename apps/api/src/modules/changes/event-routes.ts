import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { demandCredential } from '../../credentials.ts';
import { eventStream, problemResponses } from '../../plugins/openapi.ts';
import { decodeCursor } from './cursor.ts';
import { createHub } from './hub.ts';
import { EventQuery, eventHeaders } from './schemas.ts';

export const eventRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const hub = createHub({ database: app.pg, credentials: app.credentials, log: app.log });
  // before the server waits for its connections to end
  app.addHook('preClose', hub.close);

  app.get(
    '',
    {
      config: { hasOwnLimit: true },
      schema: {
        tags: ['changes'],
        summary: 'Changes and fired reminders as they happen (server-sent events)',
        description:
          'Each event is named for its change, such as `todo.updated` or `reminder.fired`; its data is a Change, and its id a cursor of the feed of changes.',
        querystring: EventQuery,
        headers: eventHeaders,
        response: {
          200: eventStream('A stream that ends with its token or session, and when it is not read'),
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const since = sinceOf(request.query.since, request.headers['last-event-id']);
      // proxies such as nginx hold back what they are not told to pass on
      reply.type('text/event-stream').header('x-accel-buffering', 'no');
      if (request.method === 'HEAD') return reply.send(undefined);
      const stream = await hub.open(demandCredential(request), since);
      app.countStream(reply);
      return reply.send(stream);
    },
  );
};

/** A browser that connects again sends the address as it was, and in the header what it has got since. */
function sinceOf(since: string | undefined, lastEventId: string | undefined) {
  if (lastEventId !== undefined) return decodeCursor(lastEventId, { in: 'headers', pointer: '/last-event-id' });
  return since === undefined ? undefined : decodeCursor(since, { in: 'query', pointer: '/since' });
}
