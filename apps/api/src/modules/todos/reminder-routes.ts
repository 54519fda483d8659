import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { idParameters } from '../../fields.ts';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { etagOf } from '../../preconditions.ts';
import { Reminder, ReminderPage, ReminderQuery, Snooze } from './reminder-schemas.ts';
import { Todo } from './schemas.ts';
import { snoozeReminder } from './snooze.ts';
import { listUpcoming } from './upcoming.ts';

/** What will ring, of all todos. */
export const reminderRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addSchema(Todo);
  app.addSchema(Reminder);
  app.addSchema(ReminderPage);
  const tags = ['reminders'];

  app.get(
    '',
    {
      schema: {
        tags,
        summary: 'List what will ring, or was missed, the earliest first',
        querystring: ReminderQuery,
        response: { 200: jsonText('ReminderPage', 'A page of reminders'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await listUpcoming(app.pg, request.accountId, request.query);
      return reply.type('application/json').send(json);
    },
  );

  app.post(
    '/:id/snooze',
    {
      schema: {
        tags,
        summary: 'Let the todo of a reminder ring again later, and this reminder not before',
        params: idParameters,
        body: Snooze,
        response: { 200: jsonText('Todo', 'The todo as it now is'), ...problemResponses },
      },
    },
    (request, reply) =>
      app.answerOnce.orm(request, reply, async (em) => {
        const { version, json } = await snoozeReminder(em, request.accountId, request.params.id, request.body);
        return { status: 200, headers: { etag: etagOf(version) }, body: json };
      }),
  );
};
