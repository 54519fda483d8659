// Takes webhooks in a process of its own, and says by IPC when as many have arrived as were expected, and how late.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Arrival, Expectation } from './receiver.ts';

let expected: Expectation = { count: Number.POSITIVE_INFINITY, hang: false };
let ids = new Set<string>();
let lateness: number[] = [];

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const at = performance.timeOrigin + performance.now();
    if (!expected.hang) response.end();
    const id = String(request.headers['webhook-id']);
    if (ids.has(id)) return;
    ids.add(id);
    lateness.push(at - Date.parse(JSON.parse(Buffer.concat(chunks).toString()).data.reminder.scheduled_for));
    if (ids.size === expected.count) process.send?.({ at, lateness } satisfies Arrival);
  });
}).listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));

process.on('message', (message: Expectation) => {
  expected = message;
  ids = new Set();
  lateness = [];
});
// whoever started it is gone
process.on('disconnect', () => process.exit());
