// Takes webhooks in a process of its own, and says by IPC when as many have arrived as were expected, and how late. It reads
// no more of HTTP than senders of webhooks write: Node's server takes three times as much of the processors, which it shares
// with what is measured.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Arrival, Expectation } from './receiver.ts';

interface Message {
  at: number;
  body: Buffer;
}

const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';

let expected: Expectation = { count: Number.POSITIVE_INFINITY, hang: false };
let messages = new Map<string, Message>();

const server = createServer({ noDelay: true }, (socket) => {
  let pending: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
    for (let rest = takeRequest(pending, socket); rest; rest = takeRequest(pending, socket)) pending = rest;
  });
  // a sender that was killed
  socket.on('error', () => socket.destroy());
}).listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));

process.on('message', (message: Expectation) => {
  expected = message;
  messages = new Map();
});
// whoever started it is gone
process.on('disconnect', () => process.exit());

/** Answers what follows the first request, or undefined where that is not whole. */
function takeRequest(bytes: Buffer, socket: Socket): Buffer | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const bodyEnd = headEnd + 4 + Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
  if (bytes.length < bodyEnd) return undefined;
  const at = performance.timeOrigin + performance.now();
  if (!expected.hang) socket.write(answer);
  const id = /^webhook-id: (.+)$/im.exec(head)?.[1] ?? '';
  if (!messages.has(id)) {
    messages.set(id, { at, body: bytes.subarray(headEnd + 4, bodyEnd) });
    if (messages.size === expected.count) tell(at);
  }
  return bytes.subarray(bodyEnd);
}

function tell(at: number): void {
  const lateness = Array.from(messages.values(), (message) => message.at - momentOf(message));
  process.send?.({ at, lateness } satisfies Arrival);
}

function momentOf({ body }: Message): number {
  return Date.parse(JSON.parse(body.toString()).data.reminder.scheduled_for);
}
