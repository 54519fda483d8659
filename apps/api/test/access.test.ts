import { TEST_OWNER_TOKEN } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

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
  expect(names).toContain('Problem');
  for (const name of names) expect(body.components.schemas[name], name).toMatchObject({ type: 'object' });
});

test('the reference page comes from here with all that it needs, and nothing from elsewhere', async () => {
  const page = await api.sendBare('GET', '/api/docs/');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  const csp = page.headers.get('content-security-policy') ?? '';
  expect(csp).toContain("default-src 'self'");
  expect(csp).not.toMatch(/https?:|unsafe-eval|\*/);
  const links = [...String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(3);
  for (const link of links) {
    const url = new URL(link, `${api.url}/api/docs/`);
    expect(url.origin, link).toBe(api.url);
    expect((await api.sendBare('GET', url.pathname)).status, link).toBe(200);
  }
  expect((await api.sendBare('GET', '/api/docs/json')).body.openapi).toBe('3.1.0');
});

test('the bare address leads to the reference page', async () => {
  for (const method of ['GET', 'HEAD']) {
    const answer = await fetch(api.url, { method, redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')], method).toEqual([303, '/api/docs']);
  }
  const page = await fetch(api.url);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect((await api.sendBare('GET', '/todos')).status).toBe(404);
  expect((await api.sendBare('POST', '/')).status).toBe(404);
});
