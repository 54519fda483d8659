import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test } from 'vitest';
import { createGuardedAgent } from '../src/channels/guarded-agent.ts';
import { sendWebhook } from '../src/channels/webhook.ts';
import { testSecret } from './arrange.ts';
import { startReceiver } from './receiver.ts';

const otherSecret = `whsec_${Buffer.alloc(24, 'another').toString('base64')}`;

async function send(
  answer?: Parameters<typeof startReceiver>[0],
  { secrets = [testSecret], timeoutMs = 10_000, signal = new AbortController().signal } = {},
) {
  const receiver = await startReceiver(answer);
  const agent = createGuardedAgent({ allowPrivateTargets: true });
  onTestFinished(async () => {
    await agent.destroy();
    await receiver.close();
  });
  const message = { url: `${receiver.url}hook?a=b`, secrets, id: 'key-1-1', body: '{"type":"channel.test"}' };
  const outcome = await sendWebhook(message, { agent, timeoutMs, signal });
  return { outcome, received: receiver.received };
}

test('while a secret is being changed, receivers with either of them can verify', async () => {
  const { outcome, received } = await send(undefined, { secrets: [testSecret, otherSecret] });
  expect(outcome).toEqual({ ok: true, status: 200, answer: 'ok' });
  const [{ headers, body } = expect.fail('nothing arrived')] = received;
  expect(headers['webhook-signature']).toMatch(/^v1,[\w+/]{43}= v1,[\w+/]{43}=$/);
  const strings = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  for (const secret of [testSecret, otherSecret]) {
    expect(new Webhook(secret).verify(body, strings)).toEqual({ type: 'channel.test' });
  }
  const third = new Webhook(Buffer.alloc(24, 'third').toString('base64'));
  expect(() => third.verify(body, strings)).toThrow('No matching signature');
});

test.each<[number, Record<string, string>, object]>([
  [204, {}, { ok: true, status: 204 }],
  [307, { location: '/' }, { ok: false, status: 307, error: 'HTTP 307: redirects are not followed' }],
  [410, {}, { ok: false, status: 410, error: 'HTTP 410: the receiver is gone for good', gone: true }],
  [400, { 'retry-after': '60' }, { ok: false, status: 400, error: 'HTTP 400' }],
  [429, { 'retry-after': '60' }, { ok: false, status: 429, error: 'HTTP 429', retryAfterMs: 60_000 }],
  [502, { 'retry-after': '0' }, { ok: false, status: 502, error: 'HTTP 502', retryAfterMs: 0 }],
  [503, { 'retry-after': 'soon' }, { ok: false, status: 503, error: 'HTTP 503' }],
])('an answer of %i is kept', async (status, headers, expected) => {
  const { outcome } = await send((response) => response.writeHead(status, headers).end());
  expect(outcome).toEqual(expected);
});

test.each<[string, string | Buffer, string | undefined]>([
  ['text', 'thank you', 'thank you'],
  ['nothing', '', undefined],
  ['more than 1 kB', 'x'.repeat(1_000_000), 'x'.repeat(1024)],
  ['a character that is cut in two', `${'x'.repeat(1022)}🥛`, 'x'.repeat(1022)],
  ['what PostgreSQL cannot hold', '\0a\0', 'a'],
  ['what is no text', Buffer.from([0xff, 0x61]), '\ufffda'],
])('of the answer the beginning is kept: %s', async (_, body, answer) => {
  for (const status of [200, 500]) {
    const { outcome } = await send((response) => response.writeHead(status).end(body));
    expect(outcome).toMatchObject({ ok: status === 200, status });
    expect(outcome.answer).toBe(answer);
  }
});

test('an answer that breaks off, or never ends, is as good as its status', async () => {
  const broken = await send((response) => {
    response.writeHead(200, { 'content-length': 10 }).write('half', () => response.destroy());
  });
  expect(broken.outcome).toMatchObject({ ok: true, status: 200 });
  const endless = await send((response) => void response.writeHead(200).write('begun'), { timeoutMs: 300 });
  expect(endless.outcome).toEqual({ ok: true, status: 200, answer: 'begun' });
});

test('no answer in time is told from other failures', async () => {
  const slow = await send(() => {}, { timeoutMs: 200 });
  expect(slow.outcome).toEqual({ ok: false, error: 'no answer within 0.2 s', timedOut: true });
  const closed = await send((_response, _message, request) => request.socket.destroy());
  expect(closed.outcome).toEqual({ ok: false, error: 'other side closed' });
});

test('it throws where it is aborted, and only there', async () => {
  const abort = new AbortController();
  await expect(send(() => abort.abort(), { signal: abort.signal })).rejects.toThrow('aborted');
});
