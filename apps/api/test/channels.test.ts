import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test('a channel shows its secret once, when it is added', async () => {
  const added = await api.send('POST', '/api/v1/channels', {
    kind: 'webhook',
    name: 'my server',
    url: 'http://127.0.0.1:9999/hook',
  });
  expect(added.status).toBe(201);
  const { secret, ...channel } = added.body;
  expect(channel).toEqual({
    id: expect.any(Number),
    kind: 'webhook',
    name: 'my server',
    url: 'http://127.0.0.1:9999/hook',
    enabled: true,
    disabled_reason: null,
    created_at: expect.any(String),
  });
  // Standard Webhooks 1.0: 24 to 64 bytes
  expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);

  const path = added.headers.get('location') ?? '';
  expect((await api.send('GET', path)).body).toEqual(channel);
  expect((await api.send('GET', '/api/v1/channels')).body).toEqual({ data: [channel], next_cursor: null });
  expect((await api.send('DELETE', path)).status).toBe(204);
  expect((await api.send('GET', path)).status).toBe(404);
  expect((await api.send('DELETE', path)).status).toBe(404);
});

test('the delivery log is shown newest first, page by page', async () => {
  await api.database.pool.query(`
    insert into deliveries (user_id, kind, generation, webhook_id, state, attempts, last_error, scheduled_for, fired_at, next_at)
    select 1, 'reminder', 1, n::text, 'failed', 8, 'HTTP 500', '2026-12-01T09:00Z', now(), now() from generate_series(1, 5) n`);
  const first = await api.send('GET', '/api/v1/deliveries?limit=3');
  expect(first.body.data[0]).toEqual({
    id: 5,
    kind: 'reminder',
    channel_id: null,
    reminder_id: null,
    state: 'failed',
    attempts: 8,
    last_error: 'HTTP 500',
    scheduled_for: '2026-12-01T09:00:00.000Z',
    delivered_at: null,
    next_attempt_at: null,
  });
  const second = await api.send('GET', `/api/v1/deliveries?limit=3&cursor=${first.body.next_cursor}`);
  const ids = [...first.body.data, ...second.body.data].map(({ id }) => id);
  expect(ids).toEqual([5, 4, 3, 2, 1]);
  expect(second.body.next_cursor).toBeNull();
});
