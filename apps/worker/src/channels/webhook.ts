import { createHmac } from 'node:crypto';
import { type Dispatcher, request } from 'undici';
import { parseRetryAfter } from '../delivery/retry-schedule.ts';

export interface WebhookMessage {
  url: string;
  /** `whsec_` + base64 */
  secret: string;
  /** the same over all attempts, so that a receiver can drop a repeat */
  id: string;
  body: string;
}

export type SendOutcome =
  | { ok: true }
  | {
      ok: false;
      error: string;
      /** the receiver asked not to be tried again before this many ms */
      retryAfterMs?: number | undefined;
      /** the receiver will never take anything again (410) */
      gone?: boolean;
    };

/** How much of an answer is read before the connection is given up. */
const answerLimit = 1024;
const honoursRetryAfter = new Set([429, 502, 503, 504]);

/**
 * Posts a message signed after Standard Webhooks 1.0. Takes at most `timeoutMs` in all. Every fault of the receiver is
 * an outcome; it throws only where `signal` was aborted.
 */
export async function sendWebhook(
  message: WebhookMessage,
  { agent, timeoutMs, signal }: { agent: Dispatcher; timeoutMs: number; signal: AbortSignal },
): Promise<SendOutcome> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([signal, timeout]);
  try {
    const { statusCode, headers, body } = await request(message.url, {
      method: 'POST',
      headers: signedHeaders(message, Math.floor(Date.now() / 1000)),
      body: message.body,
      dispatcher: agent,
      signal: either,
    });
    // the status is the answer: what the body does after it changes nothing
    await body.dump({ limit: answerLimit, signal: either }).catch(() => {});
    return judge(statusCode, single(headers['retry-after']));
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.aborted) return { ok: false, error: `no answer within ${timeoutMs / 1000} s` };
    return { ok: false, error: describe(error) };
  }
}

function judge(status: number, retryAfter: string | undefined): SendOutcome {
  if (status >= 200 && status < 300) return { ok: true };
  if (status >= 300 && status < 400) return { ok: false, error: `HTTP ${status}: redirects are not followed` };
  if (status === 410) return { ok: false, error: 'HTTP 410: the receiver is gone for good', gone: true };
  const retryAfterMs = honoursRetryAfter.has(status) ? parseRetryAfter(retryAfter, Date.now()) : undefined;
  return { ok: false, error: `HTTP ${status}`, retryAfterMs };
}

/** The headers of Standard Webhooks 1.0, "Webhook headers"; `timestamp` is that of the attempt, in Unix seconds. */
export function signedHeaders({ id, secret, body }: WebhookMessage, timestamp: number): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Duebell',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  };
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // an AggregateError (several addresses were tried) has no message of its own
  return error.message || (error instanceof AggregateError ? describe(error.errors[0]) : error.name);
}
