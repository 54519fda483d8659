import { until } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Duebell, freePort, makeFolder, startDuebell } from './duebell.ts';
import { type Inbox, startInbox } from './inbox.ts';

let folder: Awaited<ReturnType<typeof makeFolder>>;
let inbox: Inbox;
let duebell: Duebell;

beforeAll(async () => {
  folder = await makeFolder();
  inbox = await startInbox();
  duebell = await startDuebell({ LOCAL_DIR: folder.path, API_PORT: await freePort(), LOG_LEVEL: 'info' });
});
afterAll(async () => {
  await duebell.interrupt();
  await inbox.close();
  await folder.remove();
});

/** What api and worker have logged about a request. */
function linesOf(id: string): { msg: string }[] {
  const lines = duebell.output().stdout.split('\n');
  return lines
    .filter((line) => line.startsWith('{'))
    .flatMap((line) => {
      const entry = JSON.parse(line) as { msg: string; reqId?: string };
      return entry.reqId === id ? [entry] : [];
    });
}

/** Waits until the worker has logged that it delivered what the request asked for. */
async function untilDelivered(id: string): Promise<void> {
  await until(`the worker delivers for ${id}`, () => linesOf(id).some(({ msg }) => msg === 'delivered'));
}

test('the id of a request is in every line of the log that comes of it, up to the worker’s delivery', async () => {
  const send = (id: string, method: string, path: string, body?: unknown) =>
    duebell.send(method, path, body, { 'x-request-id': id });
  const channel = { kind: 'webhook', name: 'my server', url: inbox.url };
  await send('adds-a-channel', 'POST', '/api/v1/channels', channel);
  const soon = () => new Date(Date.now() + 200).toISOString();

  await send('creates', 'POST', '/api/v1/todos', { description: 'buy milk', due_date: soon() });
  await untilDelivered('creates');
  await send('moves', 'PATCH', '/api/v1/todos/1', { due_date: soon() });
  await untilDelivered('moves');
  await send('snoozes', 'POST', '/api/v1/todos/1/snooze', { until: soon() });
  await untilDelivered('snoozes');
  await send('creates-a-series', 'POST', '/api/v1/todos', {
    description: 'water plants',
    due_date: soon(),
    recurrence: 'FREQ=DAILY',
  });
  await untilDelivered('creates-a-series');
  const { body } = await send('tries-it', 'POST', '/api/v1/channels/1/test');
  await untilDelivered('tries-it');
  await send('repeats', 'POST', `/api/v1/deliveries/${(body as { id: number }).id}/redeliver`);
  await untilDelivered('repeats');

  expect(linesOf('creates').map(({ msg }) => msg)).toEqual(['incoming request', 'request completed', 'delivered']);
  expect(linesOf('adds-a-channel').map(({ msg }) => msg)).toEqual(['incoming request', 'request completed']);
});
