import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { isConnectionError, isShortage } from 'db/sql';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { isWaitedFor } from '../patience.ts';
import { accountGone, codeOfStatus, type InvalidField, Problem } from '../problem.ts';
import { explainValidation } from '../validation.ts';

const FOREIGN_KEY_VIOLATION = '23503';
const WRONG_MEDIA_TYPE = 'FST_ERR_CTP_INVALID_MEDIA_TYPE';
const MEDIA_TYPE = 'application/problem+json; charset=utf-8';

/** Answers every error as a problem document (RFC 9457). What went wrong inside is logged and never shown. */
export const problems = plugin(
  async (app) => {
    answerInsteadOfNode(app);
    app.setErrorHandler((error: FastifyError, request, reply) => answer(request, reply, error));
    // counted, since whoever looks for what is not there looks for much
    app.setNotFoundHandler({ preHandler: app.limits.countAnonymous }, (request, reply) => {
      const path = request.url.split('?')[0];
      return answer(request, reply, new Problem('not_found', `There is no route ${request.method} ${path}.`));
    });
  },
  { name: 'problems', dependencies: ['rate-limit'] },
);

/** For addresses that the router cannot read, which never reach the error handler. */
export function unroutableRequest(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  answer(request, reply, error);
}

/** For bytes that are no HTTP request: there is no request and no reply yet, only a socket. */
export function malformedRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && isWaitedFor(socket)) return;
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  answerSocket(socket, malformed(error.code));
}

/** Answers what Node's server would refuse in its own way. Host is demanded here, so Node must not (`requireHostHeader`). */
function answerInsteadOfNode(app: FastifyInstance): void {
  // RFC 9110 §10.1.1: expectations other than 100-continue may be ignored
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  app.server.on('connect', (_, socket: Socket) => {
    socket.on('error', () => socket.destroy());
    answerSocket(socket, new Problem('invalid_request', 'This is not a proxy.'));
    // the server's timeouts do not watch over this connection any more
    socket.destroySoon();
  });
  app.addHook('onRequest', async ({ raw }) => {
    // RFC 9112 §3.2
    if (raw.headers.host === undefined && raw.httpVersion === '1.1')
      throw new Problem('invalid_request', 'The header Host is missing.');
  });
}

function answerSocket(socket: Socket, problem: Problem): void {
  const body = JSON.stringify(problem.toDocument());
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\ncontent-type: ${MEDIA_TYPE}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

function malformed(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem('headers_too_large', 'The headers are over 16 KiB.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem('request_timeout', 'The request did not arrive in time.');
  return new Problem('invalid_request', 'This is not an HTTP/1.1 request.');
}

function answer(request: FastifyRequest, reply: FastifyReply, error: FastifyError | Problem): FastifyReply {
  const problem = toProblem(error);
  logFailure(request, problem);
  // RFC 9110 §15.5.2: every 401 says how to authenticate
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  if (problem.code === 'unavailable') reply.header('retry-after', '1');
  return reply
    .headers(problem.headers)
    .code(problem.status)
    .type(MEDIA_TYPE)
    .send(JSON.stringify(problem.toDocument()));
}

/** Writes down what went wrong here; a problem without a cause is a refusal, such as while others have to end first. */
export function logFailure(request: FastifyRequest, { status, cause }: Problem): void {
  if (status < 500 || cause === undefined) return;
  // with words of ours: without any, the log takes the error's own, and those can hold the row that it is about
  request.log.error({ err: cause }, 'a request failed');
}

/** What an error of any kind is to whoever asked. */
export function toProblem(error: FastifyError | Problem): Problem {
  if (error instanceof Problem) return error;
  if (error.validation) {
    const errors = explainValidation(error.validation, error.validationContext);
    return new Problem('invalid_request', summary(errors), { errors });
  }
  if (error.code === WRONG_MEDIA_TYPE)
    return new Problem('unsupported_media_type', 'Send JSON, and say so: Content-Type: application/json.');
  if (error.code === FOREIGN_KEY_VIOLATION) return referenceGone(error);
  // one with a status is Fastify's: an upload that broke off fails with ECONNRESET, too, and is no fault of ours
  if (error.statusCode === undefined && isConnectionError(error)) {
    return new Problem('unavailable', 'The database cannot be reached. Try again in a moment.', { cause: error });
  }
  if (isShortage(error)) {
    const detail = 'The database takes too long, or has no room left. Try again in a moment.';
    return new Problem('unavailable', detail, { headers: { 'retry-after': '5' }, cause: error });
  }
  const status = error.statusCode ?? 500;
  if (status < 400 || status >= 500) return new Problem('internal_error', 'The cause is in the log.', { cause: error });
  return new Problem(codeOfStatus(status) ?? 'invalid_request', error.message, { cause: error });
}

function summary(errors: InvalidField[]): string {
  return errors.map(({ in: part, pointer, message }) => `${part}${pointer} ${message}`).join('; ');
}

/** What a row refers to was deleted between looking at it and writing the row. */
function referenceGone(error: FastifyError & { constraint?: string }): Problem {
  if (error.constraint?.endsWith('_user_id_foreign')) return accountGone(error);
  const detail = 'Something that this refers to was deleted at the same moment. Try again.';
  return new Problem('conflict', detail, { cause: error });
}
