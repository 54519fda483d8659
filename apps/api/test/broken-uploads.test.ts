import { connect } from 'node:net';
import { createTestDatabase, until } from 'db/testing';
import { expect, test } from 'vitest';
import { spawnApi } from './spawn-api.ts';

test('an upload that breaks off is no fault of the server', async () => {
  const database = await createTestDatabase();
  const api = await spawnApi({ DATABASE_URL: database.appUrl });
  try {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    // an open route: its body is read as soon as the head has arrived
    const head = 'POST /api/v1/sessions HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
    socket.write(`${head}content-length: 100\r\n\r\n{"email`);
    const isLogged = (text: string) => () => api.log.some((line) => line.includes(text));
    await until('it begins', isLogged('"path":"/api/v1/sessions"'));
    socket.resetAndDestroy();
    await fetch(`${api.url}/readyz`);
    await until('what came after it is logged', isLogged('"path":"/readyz"'));
    expect(api.log.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  } finally {
    await api.stop();
    await database.drop();
  }
});
