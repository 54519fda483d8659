import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTestDatabase, programEnv, TEST_OWNER_TOKEN, type TestDatabase } from 'db/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Receiver, startReceiver } from '../../../apps/worker/test/receiver.ts';
import { type Service, startApi, startWorker } from '../../../infra/local/test/faults/services.ts';
import { type Client, createClient, listAll, unwrap, verifyWebhook, WebhookVerificationError } from '../index.ts';

let database: TestDatabase;
let services: Service[];
let receiver: Receiver;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  [services, receiver] = await Promise.all([
    Promise.all([startApi(database.appUrl), startWorker(database.appUrl)]),
    startReceiver((response, { path }) => response.writeHead(path === '/gone' ? 410 : 200).end()),
  ]);
  client = createClient({ baseUrl: services[0]?.url ?? '', token: TEST_OWNER_TOKEN });
});
afterAll(async () => {
  await Promise.all(services.map((service) => service.terminate()));
  await receiver.close();
  await database.drop();
});

const addChannel = (name: string) =>
  unwrap(client.POST('/api/v1/channels', { body: { kind: 'webhook', name, url: `${receiver.url}${name}` } }));
const tryOut = (id: number) => unwrap(client.POST('/api/v1/channels/{id}/test', { params: { path: { id } } }));

/** The next delivery to a path. */
async function receive(path: string, count = 1) {
  const to = () => receiver.received.filter((message) => message.path === path);
  await vi.waitUntil(() => to().length >= count, { timeout: 20_000, interval: 10 });
  return to()[count - 1] ?? expect.fail();
}

test('a reminder is what it says, and anything else than what was sent, and when, is refused', async () => {
  const { id, secret } = await addChannel('mine');
  if (!secret) expect.fail('a new channel shows its secret');
  const due_date = new Date(Date.now() + 300).toISOString();
  const todo = await unwrap(client.POST('/api/v1/todos', { body: { description: 'Milch 🥛 kaufen', due_date } }));
  const { headers, body } = await receive('/mine');

  const event = verifyWebhook({ secret, headers, body });
  if (event.type !== 'reminder.fired') expect.fail(event.type);
  expect(event.data.todo).toEqual(todo);
  expect(event).toEqual({
    type: 'reminder.fired',
    timestamp: event.data.reminder.fired_at,
    data: { reminder: { id: expect.any(Number), scheduled_for: due_date, fired_at: expect.any(String) }, todo },
  });
  // as frameworks have them
  const bytes = new TextEncoder().encode(body);
  const given = new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]));
  expect(verifyWebhook({ secret, headers: given, body: bytes })).toEqual(event);

  const refused: [Partial<Parameters<typeof verifyWebhook>[0]>, string][] = [
    [{ body: body.replace('kaufen', 'kaufem') }, 'No matching signature'],
    [{ body: JSON.stringify(JSON.parse(body), null, 1) }, 'No matching signature'],
    [{ secret: `whsec_${btoa('of another channel')}` }, 'No matching signature'],
    [{ headers: { ...headers, 'webhook-id': 'another' } }, 'No matching signature'],
    [{ headers: { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) - 1) } }, 'No matching'],
    [{ headers: { ...headers, 'webhook-signature': undefined } }, 'Missing required headers'],
  ];
  for (const [change, message] of refused) {
    const verify = () => verifyWebhook({ secret, headers, body, ...change });
    expect(verify).toThrow(WebhookVerificationError);
    expect(verify).toThrow(message);
  }
  const at = (seconds: number) => {
    vi.useFakeTimers({ now: Number(headers['webhook-timestamp']) * 1000 + seconds * 1000, toFake: ['Date'] });
    try {
      return verifyWebhook({ secret, headers, body });
    } finally {
      vi.useRealTimers();
    }
  };
  expect(at(300)).toEqual(event);
  expect(() => at(301)).toThrow('timestamp too old');
  expect(() => at(-301)).toThrow('timestamp too new');

  // the old secret signs beside the new one for a day
  const path = { id };
  const rotated = await unwrap(client.POST('/api/v1/channels/{id}/rotate-secret', { params: { path } }));
  await tryOut(id);
  const trial = await receive('/mine', 2);
  for (const each of [secret, rotated.secret ?? '']) {
    expect(verifyWebhook({ secret: each, ...trial })).toEqual({
      type: 'channel.test',
      timestamp: expect.any(String),
      data: { channel: { id, name: 'mine' } },
    });
  }
});

test('a channel that was switched off is told to the others', async () => {
  const [teller, gone] = [await addChannel('teller'), await addChannel('gone')];
  await tryOut(gone.id);
  const event = verifyWebhook({ secret: teller.secret ?? '', ...(await receive('/teller')) });
  expect(event).toEqual({
    type: 'channel.disabled',
    timestamp: expect.any(String),
    data: { channel: { id: gone.id, name: 'gone' }, reason: expect.stringContaining('410') },
  });
});

test('the example does what it says, and leaves nothing behind', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, '../examples/first-reminder.ts')],
    { env: programEnv({ DUEBELL_URL: services[0]?.url ?? '', DUEBELL_TOKEN: TEST_OWNER_TOKEN }) },
  );
  expect(stdout).toMatch(/“buy milk” is due, \d+ ms late, and the signature is right/);
  expect(stdout).toMatch(/stream: todo\.created \d+\n/);
  expect(stdout).toMatch(/stream: reminder\.fired \d+\n/);
  for await (const { name } of listAll(client, '/api/v1/channels')) expect(name).not.toBe('example');
  for await (const { description } of listAll(client, '/api/v1/todos')) expect(description).not.toBe('buy milk');
});
