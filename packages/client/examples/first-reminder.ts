// Lets a todo ring in three seconds at a webhook of this program's own, tells how late it came, and takes everything away
// again. With `npm start` running: `npx pnpm --filter client example`. DUEBELL_URL and DUEBELL_TOKEN lead it elsewhere.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createClient, followEvents, unwrap, verifyWebhook } from '@duebell/client';

const baseUrl = process.env.DUEBELL_URL ?? 'http://localhost:3000';
const client = createClient({ baseUrl, token: process.env.DUEBELL_TOKEN ?? (await readOwnerToken()) });
/** what is to be taken away, the last first */
const undo: (() => unknown)[] = [];
const ringing = Promise.withResolvers<void>();
// it may fail before it is waited for
ringing.promise.catch(() => {});
process.once('SIGINT', () => ringing.reject(new Error('interrupted')));

try {
  await run();
} catch (error) {
  const isAway = error instanceof TypeError && error.message === 'fetch failed';
  console.error(isAway ? `${baseUrl} does not answer: does \`npm start\` run?` : error);
  process.exitCode = 1;
}
for (const step of undo.reverse()) await step();

async function run(): Promise<void> {
  const server = await listen();
  const secret = await addChannel(server);
  receive(server, secret);
  // what happens from here on is in the live stream, also if that is opened later
  const { next_cursor } = await unwrap(client.GET('/api/v1/changes'));
  await addTodo('buy milk', 3000);
  await Promise.all([ringing.promise, followUntilFired(next_cursor)]);
}

/** A server for Duebell to send to. */
async function listen(): Promise<Server> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.push(() => server.close());
  return server;
}

/** Answers the secret that the channel's messages are signed with. */
async function addChannel(server: Server): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const body = { kind: 'webhook', name: 'example', url: `http://127.0.0.1:${port}/hook` } as const;
  const { id, secret } = await unwrap(client.POST('/api/v1/channels', { body }));
  undo.push(() => unwrap(client.DELETE('/api/v1/channels/{id}', { params: { path: { id } } })));
  return secret ?? '';
}

function receive(server: Server, secret: string): void {
  server.on('request', async (request, response) => {
    const arrived = Date.now();
    try {
      const event = verifyWebhook({ secret, headers: request.headers, body: await buffer(request) });
      response.writeHead(204).end();
      if (event.type !== 'reminder.fired') return;
      const { todo, reminder } = event.data;
      const late = arrived - Date.parse(reminder.scheduled_for);
      console.log(`webhook: “${todo.description}” is due, ${late} ms late, and the signature is right`);
      ringing.resolve();
    } catch (error) {
      response.writeHead(400).end();
      ringing.reject(error);
    }
  });
}

async function addTodo(description: string, inMs: number): Promise<void> {
  const body = { description, due_date: new Date(Date.now() + inMs).toISOString() };
  const { id, due_date } = await unwrap(client.POST('/api/v1/todos', { body }));
  const params = { path: { id }, query: { purge: true } };
  undo.push(() => unwrap(client.DELETE('/api/v1/todos/{id}', { params })));
  console.log(`todo ${id} is due at ${due_date}`);
  const late = setTimeout(() => ringing.reject(new Error('it did not ring: does the worker run?')), inMs + 10_000);
  undo.push(() => clearTimeout(late));
}

/** Prints what happens, up to the reminder. */
async function followUntilFired(since: string): Promise<void> {
  const abort = new AbortController();
  undo.push(() => abort.abort());
  for await (const { name, change } of followEvents(client, { since, signal: abort.signal })) {
    console.log(`stream: ${name} ${change.id}`);
    if (name === 'reminder.fired') return;
  }
}

/** The token that `npm start` has made. */
async function readOwnerToken(): Promise<string> {
  const file = resolve(import.meta.dirname, '../../..', process.env.LOCAL_DIR ?? '.local', 'owner-token');
  return (await readFile(file, 'utf8')).trim();
}
