import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { idParameters } from '../../fields.ts';
import { readPage } from '../../paging.ts';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { Problem } from '../../problem.ts';
import { createTodo, readTodo, todoList, todoListByCompleted } from './queries.ts';
import { NewTodo, Todo, TodoChange, TodoPage, TodoQuery } from './schemas.ts';
import { changeTodo, deleteTodo } from './service.ts';

export const todoRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addSchema(Todo);
  app.addSchema(TodoPage);
  const tags = ['todos'];

  app.post(
    '',
    {
      schema: {
        tags,
        summary: 'Write a todo; with a due date, a reminder rings at that moment',
        body: NewTodo,
        response: { 201: jsonText('Todo', 'The todo'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id, json } = await createTodo(app.pg, request.accountId, request.body);
      return reply.code(201).header('location', `/api/v1/todos/${id}`).type('application/json').send(json);
    },
  );

  app.get(
    '',
    {
      schema: {
        tags,
        summary: 'List todos, oldest first',
        querystring: TodoQuery,
        response: { 200: jsonText('TodoPage', 'A page of todos'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { completed, ...page } = request.query;
      const json =
        completed === undefined
          ? await readPage(app.pg, todoList, page, request.accountId)
          : await readPage(app.pg, todoListByCompleted, page, request.accountId, completed);
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
        response: { 200: jsonText('Todo', 'The todo'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await readTodo(app.pg, request.accountId, request.params.id);
      if (json === undefined) throw new Problem('not_found', `There is no todo ${request.params.id}.`);
      return reply.type('application/json').send(json);
    },
  );

  app.patch(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Change a todo (RFC 7396); the reminder moves with the due date and is cancelled by completing',
        consumes: ['application/merge-patch+json', 'application/json'],
        params: idParameters,
        body: TodoChange,
        response: { 200: jsonText('Todo', 'The todo as it now is'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await changeTodo(app.orm.em.fork(), request.accountId, request.params.id, request.body);
      return reply.type('application/json').send(json);
    },
  );

  app.delete(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Delete a todo; its reminder never rings',
        params: idParameters,
        response: { 204: Type.Null({ description: 'It is gone' }), ...problemResponses },
      },
    },
    async (request, reply) => {
      await deleteTodo(app.orm.em.fork(), request.accountId, request.params.id);
      return reply.code(204).send(null);
    },
  );
};
