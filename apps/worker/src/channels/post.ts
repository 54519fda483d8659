import type { Dispatcher } from 'undici';
import { parseRetryAfter } from '../delivery/retry-schedule.ts';
import type { SendOutcome } from './message.ts';

export interface PostRequest {
  url: string;
  headers: Record<string, string>;
  /** JSON */
  body: string;
}

export interface PostOptions {
  agent: Dispatcher;
  /** the longest it may take in all */
  timeoutMs: number;
  signal: AbortSignal;
}

/** How much of an answer is read before the connection is given up, in bytes. */
const answerLimit = 1024;
const honoursRetryAfter = new Set([429, 502, 503, 504]);

/**
 * Posts JSON; 2xx is success, and redirects are not followed. Every fault of the receiver is an outcome; it throws only
 * where `signal` was aborted.
 */
export async function post({ url, headers, body }: PostRequest, options: PostOptions): Promise<SendOutcome> {
  const { agent, timeoutMs, signal } = options;
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Answered>();
  const answer = new AnswerReader(resolve, reject);
  const timer = setTimeout(() => answer.abandon(new TimeoutError()), timeoutMs);
  const stop = () => answer.abandon(new Error('the send was abandoned'));
  signal.addEventListener('abort', stop);
  try {
    const { origin, pathname, search } = new URL(url);
    const sent = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Duebell', ...headers };
    agent.dispatch({ origin, path: pathname + search, method: 'POST', headers: sent, body }, answer);
    return judge(await promise);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TimeoutError) {
      return { ok: false, error: `no answer within ${timeoutMs / 1000} s`, timedOut: true };
    }
    return { ok: false, error: describe(error) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

interface Answered {
  status: number;
  /** how the body begins, as text that PostgreSQL can hold; undefined where it is empty */
  answer: string | undefined;
  retryAfter: string | undefined;
}

class TimeoutError extends Error {}

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

/**
 * Reads the status of an answer and how its body begins. A handler of its own instead of undici's `request`, whose stream
 * for the body takes half as long again as all the rest of a send.
 */
class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #resolve: (answered: Answered) => void;
  readonly #reject: (error: Error) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #abandoned: Error | undefined;
  #answered: Answered | undefined;
  #beginning: Buffer[] = [];
  #length = 0;

  constructor(resolve: (answered: Answered) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Gives the connection up; what was not answered until then ends with `error`. */
  abandon(error: Error): void {
    this.#abandoned = error;
    this.#controller?.abort(error);
    this.#end(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#abandoned) controller.abort(this.#abandoned);
  }

  onResponseStart(_controller: unknown, status: number, headers: Headers): void {
    // 1xx come before the answer
    if (status >= 200) this.#answered = { status, answer: undefined, retryAfter: single(headers['retry-after']) };
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#beginning.push(chunk);
    this.#length += chunk.length;
    if (this.#length > answerLimit) controller.abort(new Error('enough was read'));
  }

  onResponseEnd(): void {
    this.#end();
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#end(error);
  }

  // Once there is a status, that is the answer: what the body does after it changes nothing. An error that nobody sees is
  // not made: its stack takes a tenth of a busy worker's time.
  #end(error?: Error): void {
    if (!this.#answered) this.#reject(error ?? new Error('it ended without an answer'));
    else this.#resolve({ ...this.#answered, answer: this.#text() });
  }

  #text(): string | undefined {
    if (this.#length === 0) return undefined;
    const bytes = Buffer.concat(this.#beginning).subarray(0, answerLimit);
    // as a stream, a character that was cut in two is left out
    return new TextDecoder().decode(bytes, { stream: true }).replaceAll('\0', '') || undefined;
  }
}

function judge({ status, answer, retryAfter }: Answered): SendOutcome {
  if (status >= 200 && status < 300) return { ok: true, status, answer };
  const error = status >= 300 && status < 400 ? `HTTP ${status}: redirects are not followed` : `HTTP ${status}`;
  const retryAfterMs = honoursRetryAfter.has(status) ? parseRetryAfter(retryAfter, Date.now()) : undefined;
  return { ok: false, error, status, answer, retryAfterMs };
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // an AggregateError (several addresses were tried) has no message of its own
  return error.message || (error instanceof AggregateError ? describe(error.errors[0]) : error.name);
}
