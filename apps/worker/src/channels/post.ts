import { type Dispatcher, request } from 'undici';
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
  const abandon = new AbortController();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    abandon.abort();
  }, timeoutMs);
  const stop = () => abandon.abort();
  signal.addEventListener('abort', stop);
  try {
    const response = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Duebell', ...headers },
      body,
      dispatcher: agent,
      signal: abandon.signal,
    });
    const answer = await readBeginning(response.body);
    return judge(response.statusCode, answer, single(response.headers['retry-after']));
  } catch (error) {
    signal.throwIfAborted();
    if (timedOut) return { ok: false, error: `no answer within ${timeoutMs / 1000} s`, timedOut: true };
    return { ok: false, error: describe(error) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function judge(status: number, answer: string | undefined, retryAfter: string | undefined): SendOutcome {
  if (status >= 200 && status < 300) return { ok: true, status, answer };
  const error = status >= 300 && status < 400 ? `HTTP ${status}: redirects are not followed` : `HTTP ${status}`;
  const retryAfterMs = honoursRetryAfter.has(status) ? parseRetryAfter(retryAfter, Date.now()) : undefined;
  return { ok: false, error, status, answer, retryAfterMs };
}

/** How a body begins, as text that PostgreSQL can hold; undefined where it is empty. */
async function readBeginning(body: AsyncIterable<Buffer>): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > answerLimit) break;
    }
  } catch {
    // the status is the answer: what the body does after it changes nothing
  }
  const bytes = Buffer.concat(chunks).subarray(0, answerLimit);
  // as a stream, a character that was cut in two is left out
  const text = new TextDecoder().decode(bytes, { stream: true }).replaceAll('\0', '');
  return text || undefined;
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // an AggregateError (several addresses were tried) has no message of its own
  return error.message || (error instanceof AggregateError ? describe(error.errors[0]) : error.name);
}
