import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function write(): Promise<{ path: string; etag: string }> {
  const { headers } = await api.send('POST', '/api/v1/todos', { description: 'a' });
  return { path: headers.get('location') ?? '', etag: headers.get('etag') ?? '' };
}

test('the ETag is the version, which every change raises and nothing else', async () => {
  const { path, etag } = await write();
  expect(etag).toBe('"1"');
  expect((await api.send('PATCH', path, { description: 'a' })).headers.get('etag')).toBe('"1"');
  const changed = await api.send('PATCH', path, { description: 'b' });
  expect(changed.headers.get('etag')).toBe('"2"');
  expect(changed.body.version).toBe(2);
  expect((await api.send('GET', path)).headers.get('etag')).toBe('"2"');
});

test('stale If-Match → 412: what was changed by somebody else is neither changed nor deleted', async () => {
  const { path, etag } = await write();
  await api.send('PATCH', path, { description: 'theirs' });
  for (const [method, body] of [
    ['PATCH', { description: 'mine' }],
    ['DELETE', undefined],
  ] as const) {
    for (const tag of [etag, `W/"2"`, '"9", "8"', '2', 'nonsense']) {
      const answer = await api.send(method, path, body, { 'if-match': tag });
      expect(answer, `${method} ${tag}`).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
      expect(answer.headers.get('etag')).toBe('"2"');
    }
  }
  expect((await api.send('PATCH', path, { description: 'mine' }, { 'if-match': '"7", "2"' })).status).toBe(200);
  expect((await api.send('PATCH', path, { completed: true }, { 'if-match': '*' })).status).toBe(200);
  expect((await api.send('DELETE', path, undefined, { 'if-match': '"4"' })).status).toBe(204);
  expect((await api.send('DELETE', path, undefined, { 'if-match': '*' })).status).toBe(404);
});

test.each(['1', 'W/"1"', 'nonsense'])(
  'If-Match: %s is told that it names no version, not that one has changed',
  async (tag) => {
    const { path } = await write();
    expect(await api.send('PATCH', path, { description: 'b' }, { 'if-match': tag })).toMatchObject({
      status: 412,
      body: { detail: 'If-Match names no version: one stands in quotes, as in "1", and without W/ before them.' },
    });
  },
);

test('of two who change the same version at once, one does', async () => {
  const { path, etag } = await write();
  const answers = await Promise.all(
    ['b', 'c', 'd'].map((description) => api.send('PATCH', path, { description }, { 'if-match': etag })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
});

test('who has the version already is told so, in no bytes', async () => {
  const { path, etag } = await write();
  for (const tag of [etag, `W/${etag}`, `"9", ${etag}`, '*']) {
    const answer = await api.send('GET', path, undefined, { 'if-none-match': tag });
    expect(answer, tag).toMatchObject({ status: 304, body: null });
    expect(answer.headers.get('etag')).toBe(etag);
  }
  await api.send('PATCH', path, { description: 'b' });
  expect((await api.send('GET', path, undefined, { 'if-none-match': etag })).status).toBe(200);
});
