import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { idParameters } from '../../fields.ts';
import { Destination } from '../../move.ts';
import { readPage } from '../../paging.ts';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { etagOf, ifMatch, ifNoneMatch, isKnown } from '../../preconditions.ts';
import { Problem } from '../../problem.ts';
import { createList, lists, readList } from './queries.ts';
import { ListChange, ListDeletion, ListPage, ListQuery, NewList, TodoList } from './schemas.ts';
import { changeList, deleteList, moveList } from './service.ts';

export const listRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addSchema(TodoList);
  app.addSchema(ListPage);
  const tags = ['lists'];

  app.post(
    '',
    {
      schema: {
        tags,
        summary: 'Make a list',
        body: NewList,
        response: { 201: jsonText('List', 'The list'), ...problemResponses },
      },
    },
    (request, reply) =>
      app.answerOnce.sql(request, reply, async (database) => {
        const { id, version, json } = await createList(database, request.accountId, request.body);
        return { status: 201, headers: { location: `/api/v1/lists/${id}`, etag: etagOf(version) }, body: json };
      }),
  );

  app.get(
    '',
    {
      schema: {
        tags,
        summary: 'List lists, in their order',
        querystring: ListQuery,
        response: { 200: jsonText('ListPage', 'A page of lists'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { archived, ...page } = request.query;
      const json =
        archived === undefined
          ? await readPage(app.pg, lists.all, page, request.accountId)
          : await readPage(app.pg, lists.byArchived, page, request.accountId, archived);
      return reply.type('application/json').send(json);
    },
  );

  app.get(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Read a list',
        params: idParameters,
        headers: ifNoneMatch,
        response: {
          200: jsonText('List', 'The list'),
          304: Type.Null({ description: 'As known' }),
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const list = await readList(app.pg, request.accountId, request.params.id);
      if (!list) throw new Problem('not_found', `There is no list ${request.params.id}.`);
      reply.header('etag', etagOf(list.version));
      if (isKnown(request.headers['if-none-match'], list.version)) return reply.code(304).send(null);
      return reply.type('application/json').send(list.json);
    },
  );

  app.patch(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Rename a list, archive it or take it out again (RFC 7396)',
        consumes: ['application/merge-patch+json', 'application/json'],
        params: idParameters,
        headers: ifMatch,
        body: ListChange,
        response: { 200: jsonText('List', 'The list as it now is'), ...problemResponses },
      },
    },
    (request, reply) =>
      app.answerOnce.orm(request, reply, async (em) => {
        const which = { id: request.params.id, ifMatch: request.headers['if-match'] };
        const { version, json } = await changeList(em, request.accountId, which, request.body);
        return { status: 200, headers: { etag: etagOf(version) }, body: json };
      }),
  );

  app.post(
    '/:id/move',
    {
      schema: {
        tags,
        summary: 'Put a list before or after another',
        params: idParameters,
        body: Destination,
        response: { 200: jsonText('List', 'The list as it now is'), ...problemResponses },
      },
    },
    (request, reply) =>
      app.answerOnce.orm(request, reply, async (em) => {
        const { version, json } = await moveList(em, request.accountId, request.params.id, request.body);
        return { status: 200, headers: { etag: etagOf(version) }, body: json };
      }),
  );

  app.delete(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Delete a list; say what becomes of its todos',
        params: idParameters,
        headers: ifMatch,
        querystring: ListDeletion,
        response: { 204: Type.Null({ description: 'It is gone' }), ...problemResponses },
      },
    },
    async (request, reply) => {
      const which = { id: request.params.id, ifMatch: request.headers['if-match'] };
      await deleteList(app.orm.em.fork(), request.accountId, which, request.query);
      return reply.code(204).send(null);
    },
  );
};
