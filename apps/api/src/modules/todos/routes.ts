import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { demandCredential } from '../../credentials.ts';
import { idParameters } from '../../fields.ts';
import { Destination } from '../../move.ts';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { etagOf, ifMatch, ifNoneMatch, isKnown } from '../../preconditions.ts';
import { runBatch } from './batch.ts';
import { TodoBatch, TodoBatchResults } from './batch-schemas.ts';
import { changeTodo } from './change-todo.ts';
import { countTodos } from './counts.ts';
import { createTodo } from './create-todo.ts';
import { listTodos } from './list-todos.ts';
import { moveTodo } from './move-todo.ts';
import { noTodo, readTodo } from './queries.ts';
import { Snooze } from './reminder-schemas.ts';
import { rewriteTodo } from './rewrite-todo.ts';
import { NewTodo, Todo, TodoChange, TodoCounts, TodoDeletion, TodoPage, TodoQuery } from './schemas.ts';
import { seriesRoutes } from './series-routes.ts';
import { endSnooze, snoozeTodo } from './snooze.ts';
import { deleteTodo, restoreTodo } from './trash.ts';

export const todoRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addSchema(Todo);
  app.addSchema(TodoPage);
  app.addSchema(TodoCounts);
  app.addSchema(TodoBatchResults);
  await app.register(seriesRoutes);
  const tags = ['todos'];

  app.post(
    '',
    {
      schema: {
        tags,
        summary: 'Write a todo; with a due date, it rings',
        body: NewTodo,
        response: { 201: jsonText('Todo', 'The todo'), ...problemResponses },
      },
    },
    (request, reply) =>
      app.answerOnce.sql(request, reply, async (database) => {
        const { id, version, json } = await createTodo(database, demandCredential(request), request.body);
        return { status: 201, headers: { location: `/api/v1/todos/${id}`, etag: etagOf(version) }, body: json };
      }),
  );

  app.get(
    '',
    {
      schema: {
        tags,
        summary: 'List todos',
        querystring: TodoQuery,
        response: { 200: jsonText('TodoPage', 'A page of todos'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await listTodos(app.pg, demandCredential(request), request.query);
      return reply.type('application/json').send(json);
    },
  );

  app.get(
    '/counts',
    {
      schema: {
        tags,
        summary: 'Count open todos: due today, overdue, upcoming, by list, by label',
        response: { 200: jsonText('TodoCounts', 'How many there are'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await countTodos(app.pg, demandCredential(request));
      return reply.type('application/json').send(json);
    },
  );

  app.get(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Read a todo',
        params: idParameters,
        headers: ifNoneMatch,
        response: {
          200: jsonText('Todo', 'The todo'),
          304: Type.Null({ description: 'It has not changed' }),
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const todo = await readTodo(app.pg, request.accountId, request.params.id);
      if (!todo) throw noTodo(request.params.id);
      reply.header('etag', etagOf(todo.version));
      if (isKnown(request.headers['if-none-match'], todo.version)) return reply.code(304).send(null);
      return reply.type('application/json').send(todo.json);
    },
  );

  app.patch(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Change a todo (RFC 7396); completing one that recurs moves it to its next date',
        consumes: ['application/merge-patch+json', 'application/json'],
        params: idParameters,
        headers: ifMatch,
        body: TodoChange,
        response: { 200: jsonText('Todo', 'The todo as it now is'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { accountId, body, headers } = request;
      const which = { id: request.params.id, ifMatch: headers['if-match'] };
      const rewritten = headers['idempotency-key'] ? undefined : await rewriteTodo(app.pg, accountId, which, body);
      if (rewritten) {
        return reply.header('etag', etagOf(rewritten.version)).type('application/json').send(rewritten.json);
      }
      return app.answerOnce.orm(request, reply, async (em) => {
        const { version, json } = await changeTodo(em, accountId, which, body);
        return { status: 200, headers: { etag: etagOf(version) }, body: json };
      });
    },
  );

  app.post(
    '/batch',
    {
      schema: {
        tags,
        summary: 'Write, change and delete up to 500 todos at once',
        body: TodoBatch,
        response: { 200: jsonText('TodoBatchResults', 'What came of each'), ...problemResponses },
      },
    },
    (request, reply) =>
      app.answerOnce.orm(request, reply, async (em) => ({
        status: 200,
        body: await runBatch(em, request.accountId, request.body),
      })),
  );

  app.post(
    '/:id/move',
    {
      schema: {
        tags,
        summary: 'Put a todo before or after another in the order of sort=position',
        params: idParameters,
        body: Destination,
        response: { 200: jsonText('Todo', 'The todo as it now is'), ...problemResponses },
      },
    },
    (request, reply) =>
      app.answerOnce.orm(request, reply, async (em) => {
        const { version, json } = await moveTodo(em, request.accountId, request.params.id, request.body);
        return { status: 200, headers: { etag: etagOf(version) }, body: json };
      }),
  );

  app.post(
    '/:id/snooze',
    {
      schema: {
        tags,
        summary: 'Let a todo ring again later, and not before',
        params: idParameters,
        headers: ifMatch,
        body: Snooze,
        response: { 200: jsonText('Todo', 'The todo as it now is'), ...problemResponses },
      },
    },
    (request, reply) =>
      app.answerOnce.orm(request, reply, async (em) => {
        const which = { id: request.params.id, ifMatch: request.headers['if-match'] };
        const { version, json } = await snoozeTodo(em, request.accountId, which, request.body);
        return { status: 200, headers: { etag: etagOf(version) }, body: json };
      }),
  );

  app.delete(
    '/:id/snooze',
    {
      schema: {
        tags,
        summary: 'End the snooze of a todo: it rings as its reminders say, if their moments are still to come',
        params: idParameters,
        headers: ifMatch,
        response: { 200: jsonText('Todo', 'The todo as it now is'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const which = { id: request.params.id, ifMatch: request.headers['if-match'] };
      const { version, json } = await endSnooze(app.orm.em.fork(), request.accountId, which);
      return reply.header('etag', etagOf(version)).type('application/json').send(json);
    },
  );

  app.post(
    '/:id/restore',
    {
      schema: {
        tags,
        summary:
          'Take a todo, and the parts that went with it, out of the trash; they ring if the moment is still to come',
        params: idParameters,
        response: { 200: jsonText('Todo', 'The todo as it now is'), ...problemResponses },
      },
    },
    (request, reply) =>
      app.answerOnce.orm(request, reply, async (em) => {
        const { version, json } = await restoreTodo(em, request.accountId, request.params.id);
        return { status: 200, headers: { etag: etagOf(version) }, body: json };
      }),
  );

  app.delete(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Put a todo and its parts into the trash, for 30 days, or delete them for good; they never ring',
        params: idParameters,
        headers: ifMatch,
        querystring: TodoDeletion,
        response: { 204: Type.Null({ description: 'It is gone' }), ...problemResponses },
      },
    },
    async (request, reply) => {
      const which = { id: request.params.id, ifMatch: request.headers['if-match'], purge: request.query.purge };
      await deleteTodo(app.orm.em.fork(), request.accountId, which);
      return reply.code(204).send(null);
    },
  );
};
