import { createTestDatabase, TEST_OWNER_TOKEN, type TestDatabase } from 'db/testing';
import { type AppConfig, buildApp } from '../src/app.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely; what they find is asserted
type Json = any;

export interface Answer {
  status: number;
  headers: Headers;
  body: Json;
}

export interface TestApi {
  url: string;
  database: TestDatabase;
  /** Sends a request as the owner; a `body` that is no string goes as JSON. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

/** The real app on a real port with a database of its own. */
export async function startApi(config: Partial<AppConfig> = {}): Promise<TestApi> {
  const database = await createTestDatabase();
  const app = await buildApp({
    DATABASE_URL: database.url,
    API_SQL_POOL_SIZE: 4,
    API_ORM_POOL_SIZE: 4,
    PUBLIC_URL: 'http://localhost:3000',
    RATE_LIMIT: 0,
    SIGNUP: 'closed',
    LOG_LEVEL: 'silent',
    ...config,
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    database,
    async send(method, path, body, headers = {}) {
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${TEST_OWNER_TOKEN}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
    },
    async close() {
      await app.close();
      await database.drop();
    },
  };
}
