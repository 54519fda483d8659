import { expect, onTestFinished, test } from 'vitest';
import { createGuardedAgent } from '../src/channels/guarded-agent.ts';
import { type NtfyMessage, sendNtfy } from '../src/channels/ntfy.ts';
import { startReceiver } from './receiver.ts';

const signal = new AbortController().signal;

const fields = {
  topic: 'anna-7c1d',
  token: null,
  title: 'Water the plants',
  message: 'Due today.',
  priority: 3,
  tags: ['alarm_clock'],
  actions: [],
};

async function send(
  change: Partial<NtfyMessage> & { path?: string } = {},
  answer?: Parameters<typeof startReceiver>[0],
  allowPrivateTargets = true,
) {
  const receiver = await startReceiver(answer);
  const agent = createGuardedAgent({ allowPrivateTargets });
  onTestFinished(async () => {
    await agent.destroy();
    await receiver.close();
  });
  const { path = '', ...rest } = change;
  const message = { url: receiver.url + path, ...fields, ...rest };
  const outcome = await sendNtfy(message, { agent, timeoutMs: 10_000, signal });
  const [request] = receiver.received;
  return { outcome, request, published: JSON.parse(request?.body ?? 'null') };
}

test('a message is published as JSON, with buttons', async () => {
  const click = 'https://todo.example.com/';
  const actions = [
    { label: 'Done', url: 'https://todo.example.com/api/v1/actions/one' },
    { label: 'Snooze 1 h', url: 'https://todo.example.com/api/v1/actions/two' },
  ];
  const { outcome, request, published } = await send({ token: 'tk_secret', title: 'Zoë 🎂', click, actions });
  expect(outcome).toEqual({ ok: true, status: 200, answer: 'ok' });
  expect(published).toEqual({
    topic: 'anna-7c1d',
    title: 'Zoë 🎂',
    message: 'Due today.',
    priority: 3,
    tags: ['alarm_clock'],
    click,
    actions: actions.map(({ label, url }) => ({ action: 'http', label, url, method: 'POST', clear: true })),
  });
  expect(request?.headers).toMatchObject({
    authorization: 'Bearer tk_secret',
    'content-type': 'application/json; charset=utf-8',
  });
});

test('without a token there is no authorization', async () => {
  const { request } = await send();
  expect(request?.headers.authorization).toBeUndefined();
});

test.each([
  ['', '/'],
  ['ntfy', '/ntfy/'],
  ['a/ntfy/', '/a/ntfy/'],
  ['ntfy?auth=x#y', '/ntfy/?auth=x'],
])('a server at /%s is posted to at %s', async (path, expected) => {
  expect((await send({ path })).request?.path).toBe(expected);
});

test.each<[number, object]>([
  [307, { error: 'HTTP 307: redirects are not followed' }],
  [400, { error: 'HTTP 400: the ntfy server does not take this message', refused: true }],
  [401, { error: 'HTTP 401: the ntfy server does not accept the access token' }],
  [403, { error: expect.stringMatching(/^HTTP 403: .*does it need an access token/) }],
  [404, { error: 'HTTP 404: there is no ntfy server at this address' }],
  [413, { error: 'HTTP 413: the message is too long for this server', refused: true }],
  [422, { error: expect.any(String), refused: true }],
  [408, { error: 'HTTP 408' }],
  [410, { error: expect.any(String), refused: true }],
  [429, { error: 'HTTP 429', retryAfterMs: 7000 }],
  [500, { error: 'HTTP 500' }],
  [503, { error: 'HTTP 503', retryAfterMs: 7000 }],
])('an answer of %i', async (status, expected) => {
  const answer = '{"code":1,"error":"why"}';
  const { outcome } = await send({}, (response) => response.writeHead(status, { 'retry-after': '7' }).end(answer));
  expect(outcome).toEqual({ ok: false, status, answer, ...expected });
});

test('a message may have 4,096 bytes', async () => {
  const whole = 'é'.repeat(2048);
  expect((await send({ message: whole })).published.message).toBe(whole);
  const { published } = await send({ message: `${whole}!` });
  expect(published.message).toBe(`${'é'.repeat(2046)}…`);
});

const family = '👩‍👩‍👧‍👦';

test.each([
  ['emoji', '🥛'.repeat(5000), /^(🥛)+…$/u],
  ['families', family.repeat(1000), new RegExp(`^(${family})+…$`, 'u')],
  ['flags', '🇳🇵'.repeat(2000), /^(🇳🇵)+…$/u],
  ['accents', 'e\u0301'.repeat(4000), /^(e\u0301)+…$/u],
  ['marks without end', `e${'\u0301'.repeat(10_000)}`, /^e\u0301+…$/u],
  ['quotes, which JSON doubles', '"\n'.repeat(4000), /^("\n)+"?…$/u],
  ['control characters, which JSON makes six of', '\u0001'.repeat(4000), /^\p{Cc}+…$/u],
])('one that is too long is cut between characters: %s', async (_, message, expected) => {
  const actions = [{ label: 'Done', url: `https://todo.example.com/${'a'.repeat(100)}` }];
  const { request, published } = await send({ message, actions });
  expect(published.message).toMatch(expected);
  const [text, body] = [Buffer.byteLength(published.message), Buffer.byteLength(request?.body ?? '')];
  expect(text).toBeLessThanOrEqual(4096);
  // what ntfy reads of JSON
  expect(body).toBeLessThanOrEqual(8192);
  expect(text > 4060 || body > 8180).toBe(true);
});

test('private addresses are refused like those of webhooks', async () => {
  const { outcome, request } = await send({}, undefined, false);
  expect(outcome).toEqual({ ok: false, error: expect.stringContaining('is not a public address') });
  expect(request).toBeUndefined();
});

test('what is no URL is a failure', async () => {
  expect((await send({ url: 'ntfy' })).outcome).toEqual({ ok: false, error: 'Invalid URL' });
});
