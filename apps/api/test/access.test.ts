import { TEST_OWNER_TOKEN } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** Every operation of the OpenAPI document. */
async function operations() {
  const { body } = await api.send('GET', '/api/openapi.json');
  return Object.entries(body.paths as Record<string, Record<string, { security?: unknown[] }>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, { security }]) => ({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path: path.replace('{id}', '1'),
        open: security?.length === 0,
      })),
  );
}

test('the document names every route, and which of them are open', async () => {
  const all = await operations();
  expect(all.filter(({ open }) => open).map(({ name }) => name)).toEqual(['GET /api', 'GET /livez', 'GET /readyz']);
  expect(
    all
      .filter(({ open }) => !open)
      .map(({ name }) => name)
      .sort(),
  ).toEqual([
    'DELETE /api/v1/channels/{id}',
    'DELETE /api/v1/todos/{id}',
    'GET /api/v1/channels',
    'GET /api/v1/channels/{id}',
    'GET /api/v1/deliveries',
    'GET /api/v1/todos',
    'GET /api/v1/todos/{id}',
    'PATCH /api/v1/todos/{id}',
    'POST /api/v1/channels',
    'POST /api/v1/todos',
  ]);
});

test.each([
  ['no token', ''],
  ['another token', 'Bearer another-token-of-more-than-32-characters'],
  ['half of the token', `Bearer ${TEST_OWNER_TOKEN.slice(0, -1)}`],
  ['the token twice', `Bearer ${TEST_OWNER_TOKEN} ${TEST_OWNER_TOKEN}`],
  ['another scheme', `Basic ${TEST_OWNER_TOKEN}`],
  ['an empty token', 'Bearer '],
])('%s opens nothing', async (_, authorization) => {
  for (const { method, path, name } of (await operations()).filter(({ open }) => !open)) {
    const answer = await api.send(method, path, method === 'GET' ? undefined : {}, { authorization });
    expect(answer, name).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect(answer.headers.get('www-authenticate'), name).toBe('Bearer');
  }
});

test('the token is told apart from its scheme in any case (RFC 9110 §11.1)', async () => {
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    expect(
      (await api.send('GET', '/api/v1/todos', undefined, { authorization: `${scheme} ${TEST_OWNER_TOKEN}` })).status,
    ).toBe(200);
  }
});

test('anyone may say hello, as in the tutorial', async () => {
  const answer = await api.send('GET', '/api', undefined, { authorization: '' });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ msg: 'todos api is up', success: true, data: null });
  expect((await api.send('GET', '/livez')).body).toEqual({ status: 'alive' });
  expect((await api.send('GET', '/readyz')).body).toEqual({ status: 'ready', schema: 'current' });
});

test('the document is OpenAPI 3.1 and its references lead somewhere', async () => {
  const { body } = await api.send('GET', '/api/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  const references = JSON.stringify(body).match(/"#\/components\/schemas\/[^"]+"/g) ?? [];
  const names = [...new Set(references.map((reference) => JSON.parse(reference).split('/').at(-1)))].sort();
  expect(names).toEqual([
    'Channel',
    'ChannelPage',
    'CreatedChannel',
    'Delivery',
    'DeliveryPage',
    'Problem',
    'Todo',
    'TodoPage',
  ]);
  for (const name of names) expect(body.components.schemas[name], name).toMatchObject({ type: 'object' });
});
