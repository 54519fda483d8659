import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { demandCredential } from '../../credentials.ts';
import { idParameters } from '../../fields.ts';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { etagOf, ifMatch } from '../../preconditions.ts';
import { skipOccurrence, undoCompletion } from './completions.ts';
import { listCompletions, previewTodo } from './queries.ts';
import {
  Completion,
  CompletionPage,
  CompletionQuery,
  completionParameters,
  OccurrenceQuery,
  Occurrences,
} from './series-schemas.ts';

/** What a todo that recurs has beside: the log of its completions, and the dates to come. */
export const seriesRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addSchema(Completion);
  app.addSchema(CompletionPage);
  app.addSchema(Occurrences);
  const tags = ['todos'];

  app.post(
    '/:id/skip',
    {
      schema: {
        tags,
        summary: 'Move a recurring todo to its next date, with nothing done',
        params: idParameters,
        headers: ifMatch,
        response: { 200: jsonText('Todo', 'The todo as it now is'), ...problemResponses },
      },
    },
    (request, reply) =>
      app.answerOnce.orm(request, reply, async (em) => {
        const which = { id: request.params.id, ifMatch: request.headers['if-match'] };
        const { version, json } = await skipOccurrence(em, request.accountId, which);
        return { status: 200, headers: { etag: etagOf(version) }, body: json };
      }),
  );

  app.get(
    '/:id/occurrences',
    {
      schema: {
        tags,
        summary: 'When a recurring todo will be due after its due date',
        params: idParameters,
        querystring: OccurrenceQuery,
        response: {
          200: jsonText('Occurrences', 'The next dates; a forecast where they depend on when it is done'),
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const next = await previewTodo(app.pg, demandCredential(request), id, request.query.limit);
      const data = next.map((due) => ('on' in due ? due.on : due.at.toISOString()));
      return reply.type('application/json').send(JSON.stringify({ data }));
    },
  );

  app.get(
    '/:id/completions',
    {
      schema: {
        tags,
        summary: 'List when a recurring todo was completed, the latest first',
        params: idParameters,
        querystring: CompletionQuery,
        response: { 200: jsonText('CompletionPage', 'A page of completions'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await listCompletions(app.pg, request.accountId, request.params.id, request.query);
      return reply.type('application/json').send(json);
    },
  );

  app.delete(
    '/:id/completions/:completion_id',
    {
      schema: {
        tags,
        summary: 'Take back the latest completion of a recurring todo: it is due again when it was',
        params: completionParameters,
        headers: ifMatch,
        response: { 200: jsonText('Todo', 'The todo as it now is'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id, completion_id: completionId } = request.params;
      const which = { id, completionId, ifMatch: request.headers['if-match'] };
      const { version, json } = await undoCompletion(app.orm.em.fork(), request.accountId, which);
      return reply.header('etag', etagOf(version)).type('application/json').send(json);
    },
  );
};
