import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { OWNER_ID } from 'db/sql';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { demandCredential } from '../../credentials.ts';
import { readPage } from '../../paging.ts';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { Problem } from '../../problem.ts';
import { originOf } from '../../security-events.ts';
import { clearSessionCookie } from '../../session-cookie.ts';
import { verifyPassword } from '../../verify-password.ts';
import { changePassword, readPasswordHash } from './change-password.ts';
import { eraseAccount, eraseLeftOvers } from './erase-account.ts';
import { readAccount, securityEventList } from './queries.ts';
import {
  Account,
  AccountChange,
  AccountDeletion,
  PasswordChange,
  SecurityEvent,
  SecurityEventPage,
  SecurityEventQuery,
} from './schemas.ts';
import { changeAccount } from './service.ts';

/** The account that asks. */
export const meRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addSchema(Account);
  app.addSchema(SecurityEvent);
  app.addSchema(SecurityEventPage);
  const tags = ['me'];

  const closing = new AbortController();
  let erasing = Promise.resolve();
  app.addHook('onReady', async () => {
    const report = (error: unknown) => app.log.error({ err: error }, 'an account could not be erased');
    erasing = eraseLeftOvers(app.pg.pool, closing.signal, report).catch(report);
  });
  app.addHook('onClose', async () => {
    closing.abort();
    await erasing;
  });

  app.get(
    '',
    { schema: { tags, summary: 'Read my account', response: { 200: jsonText('Account', 'It'), ...problemResponses } } },
    async (request, reply) => reply.type('application/json').send(await readAccount(app.pg, request.accountId)),
  );

  app.patch(
    '',
    {
      schema: {
        tags,
        summary: 'Change my account (RFC 7396)',
        consumes: ['application/merge-patch+json', 'application/json'],
        body: AccountChange,
        response: { 200: jsonText('Account', 'It, as it now is'), ...problemResponses },
      },
    },
    async (request, reply) => {
      await app.answerOnce.orm(request, reply, async (em) => ({
        status: 200,
        body: await changeAccount(em, request.accountId, request.body),
      }));
      // what is remembered of who asks says the time zone, and whether new todos ring by rules of the account
      app.credentials.forget();
    },
  );

  app.delete(
    '',
    {
      config: { scope: 'admin' },
      schema: {
        tags,
        summary: 'Delete my account and everything in it, for good; the password confirms it',
        body: AccountDeletion,
        response: { 204: Type.Null({ description: 'It is gone' }), ...problemResponses },
      },
    },
    async (request, reply) => {
      if (request.accountId === OWNER_ID)
        throw new Problem('forbidden', 'This is the account of the server’s owner, which stays as long as the server.');
      await demandPassword(request, request.body.password);
      await eraseAccount(app.pg.pool, request.accountId, { afterShut: app.credentials.forget });
      clearSessionCookie(request, reply);
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/password',
    {
      config: { scope: 'admin' },
      schema: {
        tags,
        operationId: 'changePassword',
        summary: 'Change my password; every other session ends, tokens stay',
        body: PasswordChange,
        response: { 204: Type.Null({ description: 'It is changed' }), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { current_password, password } = request.body;
      const current = await demandPassword(request, current_password);
      const next = await app.passwords.hash(password);
      if (!(await changePassword(app.pg.pool, demandCredential(request), { current, next }, originOf(request))))
        throw new Problem('conflict', 'The password was changed at the same moment by somebody else.');
      app.credentials.forget();
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/events',
    {
      config: { scope: 'admin' },
      schema: {
        tags,
        operationId: 'listSecurityEvents',
        summary: 'What happened to my account’s security, newest first',
        querystring: SecurityEventQuery,
        response: { 200: jsonText('SecurityEventPage', 'A page of events'), ...problemResponses },
      },
    },
    async (request, reply) => {
      const json = await readPage(app.pg, securityEventList, request.query, request.accountId);
      return reply.type('application/json').send(json);
    },
  );

  /** Answers the hash of the password, which `given` must be; null for an account that has none. Throws wrong_password. */
  async function demandPassword(request: FastifyRequest, given: string | undefined): Promise<string | null> {
    const current = await readPasswordHash(app.pg, request.accountId);
    if (current === null) return null;
    const who = `account ${request.accountId}`;
    await app.limits.attempt('sign-in to', who);
    if (given === undefined || !(await verifyPassword(app, who, current, given)))
      throw new Problem('wrong_password', 'The account’s password is another one.');
    await app.limits.forgive('sign-in to', who);
    return current;
  }
};
