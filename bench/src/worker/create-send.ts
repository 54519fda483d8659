import { createGuardedAgent } from '../../../apps/worker/src/channels/guarded-agent.ts';
import { sendWebhook } from '../../../apps/worker/src/channels/webhook.ts';
import type { AttemptRow } from './attempt-log.ts';
import type { Job } from './contender.ts';

const timeoutMs = 15_000;

/** Our own signed send for a library's job; answers the row of the log. With `noOp` nothing is sent. */
export function createSend({ noOp }: { noOp: boolean }): (job: Job) => Promise<AttemptRow> {
  const agent = createGuardedAgent({ allowPrivateTargets: true });
  const { signal } = new AbortController();
  return async ({ id, webhookId, url, secret, body }) => {
    const at = Date.now();
    const started = performance.now();
    const outcome = noOp
      ? { ok: true as const, status: 200 }
      : await sendWebhook({ url, secrets: [secret], id: webhookId, body }, { agent, timeoutMs, signal });
    const { status = null, answer = null } = outcome;
    const error = outcome.ok ? null : outcome.error;
    return { id, at, durationMs: Math.round(performance.now() - started), status, error, answer };
  };
}
