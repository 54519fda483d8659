import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { TEST_OWNER_TOKEN, until } from 'db/testing';
import { expect, test } from 'vitest';
import { startApi } from './api.ts';

const bearer = `authorization: Bearer ${TEST_OWNER_TOKEN}`;
const page = `GET /api/v1/todos?limit=100 HTTP/1.1\r\nhost: a\r\n${bearer}\r\n\r\n`;
const begun = {
  head: 'GET /api/v1/todos HTTP/1.1\r\nhost: a\r\n',
  body: `POST /api/v1/todos HTTP/1.1\r\nhost: a\r\n${bearer}\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{`,
  // more than the buffers between us hold
  reading: page.repeat(30),
};

/** On a connection of its own: one that is kept may be closed as it is used. */
function readStatus(url: string): Promise<number | undefined> {
  const headers = { authorization: `Bearer ${TEST_OWNER_TOKEN}` };
  return new Promise((resolve, reject) => {
    request(url, { agent: false, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    })
      .once('error', reject)
      .end();
  });
}

test('256 clients that send or read slowly are sent away, and keep nobody waiting meanwhile', async () => {
  const api = await startApi({ API_SQL_POOL_SIZE: 10 });
  const sockets: Socket[] = [];
  const { headersTimeout, requestTimeout, timeout } = api.server;
  expect({ headersTimeout, requestTimeout, timeout }).toEqual({
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    timeout: 120_000,
  });
  // the same server, less patient
  Object.assign(api.server, { headersTimeout: 3000, requestTimeout: 5000, timeout: 6000, keepAliveTimeout: 6000 });
  let connected = 0;
  api.server.on('connection', () => {
    connected += 1;
  });
  try {
    await api.database.pool.query(
      `insert into todos (user_id, completed, description, notes) select 1, false, 'a', repeat('x', 10000) from generate_series(1, 100)`,
    );
    const answers = { head: 0, body: 0 };
    const start = (kind: keyof typeof begun) => {
      const socket = connect(Number(new URL(api.url).port), '127.0.0.1', () => socket.write(begun[kind]));
      socket.on('error', () => {});
      sockets.push(socket);
      if (kind === 'reading') return socket.pause();
      // a byte now and then does not help
      const drip = setInterval(() => socket.write(kind === 'head' ? 'a' : ' '), 500);
      socket.once('close', () => clearInterval(drip));
      return socket.on('data', (chunk) => {
        if (String(chunk).startsWith('HTTP/1.1 408 ')) answers[kind] += 1;
      });
    };
    for (let i = 0; i < 256; i += 1) start(i % 32 === 0 ? 'reading' : i % 2 === 0 ? 'head' : 'body');

    const count = () =>
      new Promise<number>((resolve, reject) =>
        api.server.getConnections((error, connections) => (error ? reject(error) : resolve(connections))),
      );
    await until('all are connected', () => connected >= 256, 60_000);
    for (let i = 0; i < 20; i += 1) {
      const begin = performance.now();
      expect(await readStatus(`${api.url}/api/v1/lists`)).toBe(200);
      expect(performance.now() - begin).toBeLessThan(5000);
    }
    await until('the slow ones are gone', async () => (await count()) === 0, 60_000);
    expect(answers).toEqual({ head: 120, body: 128 });
  } finally {
    for (const socket of sockets) socket.destroy();
    await api.close();
  }
});
