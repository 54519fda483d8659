import type { Server } from 'node:http';
import { createTestDatabase, TEST_OWNER_TOKEN, type TestDatabase } from 'db/testing';
import { type AppConfig, buildApp } from '../src/app.ts';
import { demandDocumented, watchAnswers } from './documented.ts';

watchAnswers();

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
  /** Sends a request with nothing that says who asks. */
  sendBare(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  server: Server;
  close(): Promise<void>;
}

/** The real app on a real port with a database of its own, or as another replica on `database`. */
export async function startApi(config: Partial<AppConfig> = {}, replicaOn?: TestDatabase): Promise<TestApi> {
  const database = replicaOn ?? (await createTestDatabase());
  const app = await buildApp({
    DATABASE_URL: database.appUrl,
    API_SQL_POOL_SIZE: 4,
    API_ORM_POOL_SIZE: 4,
    PREPARED_STATEMENTS: true,
    PUBLIC_URL: 'http://localhost:3000',
    RATE_LIMIT: 0,
    SIGNUP: 'closed',
    // nothing is sent: there is no worker
    SMTP_URL: 'smtp://localhost',
    // each person of a test comes from an address of their own
    TRUST_PROXY: 'loopback',
    LOG_LEVEL: 'silent',
    ...config,
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const sendBare: TestApi['send'] = async (method, path, body, headers = {}) => {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    demandDocumented({ headers: response.headers, text });
    return {
      status: response.status,
      headers: response.headers,
      body: text && isJson(response) ? JSON.parse(text) : text || null,
    };
  };
  return {
    url,
    database,
    server: app.server,
    sendBare,
    send: (method, path, body, headers) =>
      sendBare(method, path, body, { authorization: `Bearer ${TEST_OWNER_TOKEN}`, ...headers }),
    async close() {
      await app.close();
      if (!replicaOn) await database.drop();
      demandDocumented();
    },
  };
}

function isJson(response: Response): boolean {
  return /^application\/(\w+\+)?json/.test(response.headers.get('content-type') ?? '');
}
