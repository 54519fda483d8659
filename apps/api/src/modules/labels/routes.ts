import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { idParameters } from '../../fields.ts';
import { readPage } from '../../paging.ts';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { etagOf, ifMatch, ifNoneMatch, isKnown } from '../../preconditions.ts';
import { Problem } from '../../problem.ts';
import { createLabel, labelList, readLabel } from './queries.ts';
import { Label, LabelChange, LabelPage, LabelQuery, NewLabel } from './schemas.ts';
import { changeLabel, deleteLabel, nameTaken } from './service.ts';

export const labelRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addSchema(Label);
  app.addSchema(LabelPage);
  const tags = ['labels'];

  app.post(
    '',
    {
      schema: {
        tags,
        summary: 'Make a label',
        body: NewLabel,
        response: { 201: jsonText('Label', 'The label'), ...problemResponses },
      },
    },
    (request, reply) =>
      app.answerOnce.sql(request, reply, async (database) => {
        const label = await createLabel(database, request.accountId, request.body);
        if (!label) throw nameTaken(request.body.name);
        const headers = { location: `/api/v1/labels/${label.id}`, etag: etagOf(label.version) };
        return { status: 201, headers, body: label.json };
      }),
  );

  app.get(
    '',
    {
      schema: {
        tags,
        summary: 'List labels',
        querystring: LabelQuery,
        response: { 200: jsonText('LabelPage', 'A page of labels'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await readPage(app.pg, labelList, request.query, request.accountId);
      return reply.type('application/json').send(json);
    },
  );

  app.get(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Read a label',
        params: idParameters,
        headers: ifNoneMatch,
        response: {
          200: jsonText('Label', 'The label'),
          304: Type.Null({ description: 'As known' }),
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const label = await readLabel(app.pg, request.accountId, request.params.id);
      if (!label) throw new Problem('not_found', `There is no label ${request.params.id}.`);
      reply.header('etag', etagOf(label.version));
      if (isKnown(request.headers['if-none-match'], label.version)) return reply.code(304).send(null);
      return reply.type('application/json').send(label.json);
    },
  );

  app.patch(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Rename a label (RFC 7396)',
        consumes: ['application/merge-patch+json', 'application/json'],
        params: idParameters,
        headers: ifMatch,
        body: LabelChange,
        response: { 200: jsonText('Label', 'The label as it now is'), ...problemResponses },
      },
    },
    (request, reply) =>
      app.answerOnce.orm(request, reply, async (em) => {
        const which = { id: request.params.id, ifMatch: request.headers['if-match'] };
        const { version, json } = await changeLabel(em, request.accountId, which, request.body);
        return { status: 200, headers: { etag: etagOf(version) }, body: json };
      }),
  );

  app.delete(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Delete a label and take it off its todos',
        params: idParameters,
        headers: ifMatch,
        response: { 204: Type.Null({ description: 'It is gone' }), ...problemResponses },
      },
    },
    async (request, reply) => {
      const which = { id: request.params.id, ifMatch: request.headers['if-match'] };
      await deleteLabel(app.orm.em.fork(), request.accountId, which);
      return reply.code(204).send(null);
    },
  );
};
