import forms from '@fastify/formbody';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendPage, sendProblemPage } from '../../page.ts';
import { htmlPage, problemResponses } from '../../plugins/openapi.ts';
import { Problem } from '../../problem.ts';
import { confirm, unsubscribe } from './channels.ts';
import { findLink, type Link, type TodoLink } from './links.ts';
import { isPast, offer, type Page, report } from './pages.ts';
import { ActionForm, actionParameters } from './schemas.ts';

export interface ActionRoutesOptions {
  /** Completes a todo that still has this version; else throws precondition_failed. */
  complete(accountId: number, todoId: number, version: number): Promise<void>;
  /** Lets a todo ring again after a duration (ISO 8601) from now. */
  snooze(accountId: number, todoId: number, duration: string): Promise<void>;
}

const shortSnooze = 'PT1H';

/**
 * What the links in messages do. Following one changes nothing, since programs that look through mail follow links, too:
 * it shows a page with a button. Mail programs (RFC 8058) and ntfy post without asking for the page.
 */
export const actionRoutes: FastifyPluginAsyncTypebox<ActionRoutesOptions> = async (app, { complete, snooze }) => {
  await app.register(forms);
  // RFC 8058 §3.1 lets mail programs send multipart/form-data, and others may send anything: there is nothing in it to know
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined));
  app.setErrorHandler(sendProblemPage);
  // ntfy's web application posts from its own origin, and wants to read the answer; no cookie is looked at here
  app.addHook('onRequest', async (_request, reply) => void reply.header('access-control-allow-origin', '*'));
  const open = { tags: ['actions'], security: [], params: actionParameters };

  app.get(
    '/:token',
    {
      schema: {
        ...open,
        operationId: 'showAction',
        summary: 'The page behind a link in a message; it changes nothing',
        response: { 200: htmlPage('What the link can do, with a button'), ...problemResponses },
      },
    },
    async (request, reply) => send(reply, offer(await demandLink(request, reply, request.params.token))),
  );

  app.post(
    '/:token',
    {
      config: { fromAnywhere: true },
      schema: {
        ...open,
        operationId: 'runAction',
        summary: 'Do what the link is for: complete or snooze a todo, confirm an address, unsubscribe',
        consumes: ['application/x-www-form-urlencoded'],
        body: ActionForm,
        response: { 200: htmlPage('It is done, or there was nothing to do any more'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { token } = request.params;
      const link = await demandLink(request, reply, token);
      const duration = request.body?.duration ?? shortSnooze;
      return send(reply, isPast(link) ?? (await act(token, link, duration)));
    },
  );

  async function act(token: string, link: Link, duration: string): Promise<Page> {
    switch (link.action) {
      case 'done':
        return finish(token, link);
      case 'snooze':
        await snooze(link.accountId, link.todo.id, duration);
        return report(link, duration);
      case 'confirm':
        await confirm(app.pg.pool, link);
        return report(link);
      case 'unsubscribe':
        await unsubscribe(app.pg.pool, link);
        return report(link);
    }
  }

  /** Completes the occurrence that the link is about, once, however many post at the same time. */
  async function finish(token: string, link: TodoLink): Promise<Page> {
    for (let current: Link | undefined = link; current && 'todo' in current; current = await findLink(app.pg, token)) {
      if (current.occurrence !== 'open') return isPast(current) ?? report(current);
      const { id, version } = current.todo;
      const isDone = await complete(link.accountId, id, version).then(
        () => true,
        (error) => {
          if (error instanceof Problem && error.code === 'precondition_failed') return false;
          throw error;
        },
      );
      if (isDone) return report(current);
    }
    throw noLink();
  }

  async function demandLink(request: FastifyRequest, reply: FastifyReply, token: string): Promise<Link> {
    await app.limits.demandNoGuesser(request);
    const link = await findLink(app.pg, token);
    if (link) return link;
    await app.limits.countGuess(request, reply);
    throw noLink();
  }
};

function send(reply: FastifyReply, { title, content }: Page): FastifyReply {
  return sendPage(reply, title, content);
}

function noLink(): Problem {
  return new Problem('not_found', 'The link is not known, or is over.');
}
