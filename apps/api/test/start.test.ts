import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createTestDatabase, programEnv } from 'db/testing';
import { expect, test } from 'vitest';

/** Starts the api as a process and waits until it ends. */
async function run(env: Record<string, string>): Promise<{ code: number | null; err: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/server.ts')], {
    env: programEnv(env),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return { code: await new Promise((resolve) => child.once('close', resolve)), err };
}

test('on a schema that is behind it ends with 78 and one line that names what is missing', async () => {
  const database = await createTestDatabase();
  await database.pool.query(`delete from mikro_orm_migrations where name like '%create_deliveries'`);
  expect(await run({ DATABASE_URL: database.appUrl, API_PORT: '1', LOG_LEVEL: 'silent' })).toEqual({
    code: 78,
    err: 'api: the database is behind this version: run migrate first. Missing: Migration20261123090900_create_deliveries\n',
  });
  await database.drop();
});

test('every bad setting is named, and no value shown', async () => {
  const { code, err } = await run({ DATABASE_URL: 'mysql://u:hunter2@h/d', API_PORT: 'http' });
  expect(code).toBe(1);
  expect(err.trim().split('\n')).toEqual([
    expect.stringMatching(/^api: DATABASE_URL must be a PostgreSQL URL/),
    'api: API_PORT must be a port from 1 to 65535',
  ]);
  expect(err).not.toContain('hunter2');
});

test.each(['API_PORT', 'API_METRICS_PORT'])('where the port of %s is taken, it ends and says which', async (name) => {
  const database = await createTestDatabase();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const ports = { API_PORT: String((free.address() as AddressInfo).port), [name]: String(port) };
  await new Promise((resolve) => free.close(resolve));
  const { code, err } = await run({ DATABASE_URL: database.appUrl, LOG_LEVEL: 'silent', ...ports });
  expect(err).toBe(`api: port ${port} on 127.0.0.1 is taken: stop what listens there or set ${name}\n`);
  expect(code).toBe(1);
  other.close();
  await database.drop();
});

test.each([
  ['TRUST_PROXY', 'true', /^api: TRUST_PROXY must be addresses or subnets/],
  ['TRUST_PROXY', '1', /^api: TRUST_PROXY must be addresses or subnets/],
  ['CORS_ORIGINS', 'https://a:99999', /^api: CORS_ORIGINS must be origins/],
  ['PUBLIC_URL', 'https://a:99999', /^api: PUBLIC_URL must be an http or https address/],
  ['SMTP_URL', 'http://mail.example.com', /^api: SMTP_URL must be an SMTP URL/],
  ['SMTP_URL', 'smtp://a:99999', /^api: SMTP_URL must be an SMTP URL/],
  ['RATE_LIMIT', '-1', /^api: RATE_LIMIT must be requests a minute/],
  ['SIGNUP', 'yes', /^api: SIGNUP must be open or closed/],
])('%s=%s is refused by its name', async (name, value, message) => {
  const { code, err } = await run({ DATABASE_URL: 'postgresql://u@127.0.0.1:1/d', [name]: value });
  expect(code).toBe(1);
  expect(err).toMatch(message);
  expect(err.trim().split('\n')).toHaveLength(1);
});
