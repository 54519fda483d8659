import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { hashToken } from 'db/sql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { idParameters } from '../../fields.ts';
import { readPage } from '../../paging.ts';
import { answerWithSecrets } from '../../plugins/idempotency.ts';
import { calendarFile, jsonText, problemResponses } from '../../plugins/openapi.ts';
import { etagOf, ifNoneMatch, isKnown } from '../../preconditions.ts';
import { Problem } from '../../problem.ts';
import { originOf } from '../../security-events.ts';
import { feedList, type OpenFeed, openFeed, readFeed } from './queries.ts';
import { CreatedFeed, Feed, FeedPage, FeedQuery, feedParameters, NewFeed } from './schemas.ts';
import { createFeed, revokeFeed } from './service.ts';
import { writeFeed } from './write-feed.ts';

/** Calendars that applications subscribe to: made and revoked by their account, and read by whoever knows the address. */
export const feedRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addSchema(Feed);
  app.addSchema(CreatedFeed);
  app.addSchema(FeedPage);
  const tags = ['feeds'];
  // who makes one lets somebody in, as with a token
  const config = { scope: 'admin' } as const;

  app.post(
    '',
    {
      config,
      schema: {
        tags,
        summary: 'Make an address that a calendar application subscribes to; it is shown this once',
        body: NewFeed,
        response: { 201: jsonText('CreatedFeed', 'The feed'), ...problemResponses },
      },
    },
    async (request, reply) => {
      if (request.credential?.expiresAt && request.credential.kind === 'api')
        throw new Problem('forbidden', 'A token that ends cannot make a feed, which lasts: use one without an end.');
      return app.answerOnce.sql(request, reply, async (database) => {
        const origin = originOf(request);
        const { publicUrl } = app;
        const { id, json } = await createFeed(database, request.accountId, request.body, { publicUrl, origin });
        return answerWithSecrets(json, ['url'], `/api/v1/feeds/${id}`);
      });
    },
  );

  app.get(
    '',
    {
      config,
      schema: {
        tags,
        summary: 'List feeds',
        querystring: FeedQuery,
        response: { 200: jsonText('FeedPage', 'A page of feeds'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await readPage(app.pg, feedList, request.query, request.accountId);
      return reply.type('application/json').send(json);
    },
  );

  app.get(
    '/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Read what a feed shows and when it was last used',
        params: idParameters,
        response: { 200: jsonText('Feed', 'It, without its address'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await readFeed(app.pg, request.accountId, request.params.id);
      if (json === undefined) throw new Problem('not_found', `There is no feed ${request.params.id}.`);
      return reply.type('application/json').send(json);
    },
  );

  app.delete(
    '/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Revoke a feed: its address opens nothing from now on',
        params: idParameters,
        response: { 204: Type.Null({ description: 'It is revoked' }), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await revokeFeed(app.pg.pool, request.accountId, id, originOf(request))))
        throw new Problem('not_found', `There is no feed ${id}.`);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/:token.ics',
    {
      schema: {
        tags,
        operationId: 'readCalendar',
        security: [],
        summary:
          'The calendar behind the address of a feed: todos with a due date, open or completed in the last 30 days',
        params: feedParameters,
        headers: ifNoneMatch,
        response: {
          200: calendarFile('iCalendar (RFC 5545)'),
          304: Type.Null({ description: 'Nothing has changed since' }),
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const feed = await demandFeed(request, reply, request.params.token);
      // applications may keep it, and ask whether it still is the same
      reply.header('etag', etagOf(feed.etag)).header('cache-control', 'private, no-cache');
      if (isKnown(request.headers['if-none-match'], feed.etag)) return reply.code(304).send(null);
      reply.type('text/calendar; charset=utf-8');
      if (request.method === 'HEAD') return reply.send(Readable.from([]));
      const calendar = writeFeed(app.pg, feed);
      const secretHash = hashToken(request.params.token);
      const unwatch = app.credentials.watch({ kind: 'feed', secretHash }, () => {
        calendar.destroy(new Error('a calendar was ended as its feed was revoked'));
      });
      calendar.once('close', unwatch);
      return reply.send(calendar);
    },
  );

  async function demandFeed(request: FastifyRequest, reply: FastifyReply, token: string): Promise<OpenFeed> {
    await app.limits.demandNoGuesser(request);
    const feed = await openFeed(app.pg, token);
    if (feed) return feed;
    await app.limits.countGuess(request, reply);
    throw new Problem('not_found', 'The feed is not known, or was revoked.');
  }
};
